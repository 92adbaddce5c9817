import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type CopyResult, copyImage, type Severity, type SeverityCounts } from '../../adapters/images/index.js';
import { againWith, commandLine } from '../../kernel/command-line.js';
import { silent, step } from '../../kernel/progress.js';
import { journaled } from '../../session/journal/index.js';
import { stoppedError } from '../../session/open/stopped.js';
import { withSession } from '../../session/open/with-session.js';
import { type FoundImage, findImage } from './find-image.js';
import { imageText, type NamedImage, shortDigest } from './image-reference-text.js';
import { type ImagesOptions, toolingOf } from './images-options.js';
import { assertProvenSource, type ScanGate, scanGate } from './promotion-gates.js';
import { runningImages } from './running-images.js';
import type { ScanImageOptions } from './scan-image.js';
import { type SourceHealth, sourceHealth } from './source-health.js';
import { type ImagesSession, type ServiceRepository, sessionOptions, withCatalog, withImages } from './with-images.js';

/** How an image is promoted. */
export interface PromoteImageOptions extends ImagesOptions, Pick<ScanImageOptions, 'timeoutMs' | 'intervalMs'> {
  /** Profile of `~/.aws/config` that reads the source, where it is in another account. @default the same credentials */
  readonly fromProfile?: string;
  /** Tag at the destination. @default the one that it has at the source */
  readonly tag?: string;
  /** Also what the source has not proven. @default false */
  readonly force?: boolean;
  /** Findings so bad or worse are refused. @default 'CRITICAL' */
  readonly failOn?: Severity;
  /** Also with such findings. @default false */
  readonly acceptFindings?: boolean;
  /** Asked before anything is copied. @default yes */
  readonly approve?: (preview: PromotionPreview) => Promise<boolean>;
}

/** What a promotion will do. */
export interface PromotionPreview {
  readonly from: string;
  readonly to: string;
  readonly service: string;
  readonly digest: string;
  readonly tag?: string;
  /** URLs without tags. */
  readonly source: string;
  readonly destination: string;
  readonly health: SourceHealth;
  readonly scan: ScanGate;
  /** The destination has it already, under the same tag. */
  readonly present: boolean;
}

/** What a promotion did. */
export interface PromotionResult extends PromotionPreview {
  readonly outcome: 'copied' | 'unchanged' | 'declined';
  /** Images of an index, as `linux/arm64`. @default it is one image */
  readonly platforms?: readonly string[];
  readonly blobs: CopyResult['blobs'];
  readonly bytes: number;
  readonly durationMs: number;
  /** Command that deploys it. */
  readonly deploy: string;
  readonly counts?: SeverityCounts;
}

/**
 * Copies an image from the registry of one environment to that of another, as the same bytes: the digest is the same, and it
 * is looked up at the destination at the end. Needs no Docker. Run again, it finds that there is nothing to do.
 *
 * @throws BacklotError `SourceNotProven`, `FindingsTooBad`, `TagTaken`, `ImageMissing`, and what the registries answer.
 */
export async function promoteImage(
  from: Environment,
  to: Environment,
  named: NamedImage,
  options: PromoteImageOptions = {},
): Promise<PromotionResult> {
  if (from.id === to.id) {
    throw new BacklotError({ code: 'SameEnvironment', message: `'${to.id}' has its images already`, exitCode: 3 });
  }
  return withImages(to, options, (target) =>
    withSource(from, target, options, (source) => promote(source, target, named, options)),
  );
}

/** The source with its own credentials; in another account without a profile, with those of the destination. */
async function withSource<T>(
  from: Environment,
  target: ImagesSession,
  options: PromoteImageOptions,
  work: (source: ImagesSession) => Promise<T>,
): Promise<T> {
  const { fromProfile } = options;
  if (from.aws.accountId !== target.cloud.accountId && !fromProfile) {
    return withCatalog({ ...target, environment: from }, options, work);
  }
  const { openCloudAs } = toolingOf(options);
  const { tooling, ...opening } = sessionOptions(options);
  const source = fromProfile ? { openCloud: () => openCloudAs(from, fromProfile) } : tooling;
  // One of the two listens for Ctrl-C: they share its signal.
  return withSession(from, { ...opening, interruptible: false, tooling: source }, (session) =>
    withCatalog({ ...session, stop: target.stop, interruption: target.interruption }, options, work),
  );
}

async function promote(
  source: ImagesSession,
  target: ImagesSession,
  named: NamedImage,
  options: PromoteImageOptions,
): Promise<PromotionResult> {
  const began = performance.now();
  const { progress = silent } = options;
  const own = source.cloud.accountId === source.environment.aws.accountId;
  const destination = await target.repository(named.service);
  const running = own
    ? await runningImages(source.environment, source.cloud, source.cluster)
    : { images: [], unknown: [], canaries: [] };
  const image = await findImage(source, named, async () => running);
  const tag = options.tag ?? image.tag;
  const health = own
    ? await sourceHealth(source.environment, source.cloud, judged(image, named), running)
    : notReadable(source.environment);
  assertProvenSource(health, { source, target, named, force: options.force });
  const scan = await scanGate(source, image, { ...options, own, target: target.environment.id });
  const present = await alreadyThere(target, destination, image, tag);
  const preview: PromotionPreview = {
    from: source.environment.id,
    to: target.environment.id,
    service: named.service,
    digest: image.digest,
    ...(tag ? { tag } : {}),
    source: image.repository.url,
    destination: destination.url,
    health,
    scan,
    present,
  };
  const deploy = `backlot deploy ${target.environment.id} --image ${named.service}=@${image.digest}`;
  const none = { blobs: { copied: 0, present: 0 }, bytes: 0, deploy };
  const took = () => Math.round(performance.now() - began);
  if (present) return { ...preview, ...none, outcome: 'unchanged', durationMs: took() };
  if (options.approve && !(await options.approve(preview))) {
    return { ...preview, ...none, outcome: 'declined', durationMs: took() };
  }
  const [fromRegistry, toRegistry] = await Promise.all([source.distribution(), target.distribution()]);
  const id = `promote/${named.service}`;
  const { environment, interruption } = target;
  const title = `${named.service} ${tag ?? shortDigest(image.digest)} to ${environment.id}`;
  const entry = { step: `image:${named.service}`, intent: `publishing ${named.service} ${shortDigest(image.digest)}` };
  // Blobs harm nobody and may take long: the lock is held while the image becomes visible.
  const publishing = <T>(publish: () => Promise<T>) =>
    target.holding('images', ({ journal }) =>
      journaled(journal, entry, async () => {
        await alreadyThere(target, destination, image, tag);
        return publish();
      }),
    );
  const copy = () =>
    copyImage({
      from: { registry: fromRegistry, repository: image.repository.name },
      to: { registry: toRegistry, repository: destination.name },
      digest: image.digest,
      ...(tag ? { tag } : {}),
      signal: target.stop,
      publishing,
      tell: (message) => progress.emit({ type: 'step-progress', id, message }),
    }).catch((error: unknown) => {
      // What a request that was cut off says is of no use to anybody.
      if (!target.stop.aborted || (error instanceof BacklotError && error.code === 'LockLost')) throw error;
      const resume = commandLine(
        `backlot images promote ${source.environment.id} ${environment.id} ${imageText(named)}`,
      );
      throw stoppedError(interruption, { environment: environment.id, what: title, resume });
    });
  const copied = await step(progress, { id, title }, copy, ({ blobs, bytes }) => ({
    message: `${blobs.copied} copied, ${blobs.present} there already, ${bytes} bytes`,
  }));
  const { blobs, bytes, platforms } = copied;
  return {
    ...preview,
    ...(platforms ? { platforms } : {}),
    blobs,
    bytes,
    deploy,
    outcome: 'copied',
    durationMs: took(),
  };
}

function judged({ digest, repository, tag }: FoundImage, { service }: NamedImage) {
  return { service, repository: repository.url, digest, tags: tag ? [tag] : [] };
}

function notReadable({ aws, id }: Environment): SourceHealth {
  const reason = `the releases of '${id}' are in account ${aws.accountId}, which these credentials don't read (--from-profile)`;
  return { state: 'unproven', reason };
}

/** @throws BacklotError `TagTaken` when the tag is another image there. */
async function alreadyThere(
  target: ImagesSession,
  { name, url }: ServiceRepository,
  { digest }: FoundImage,
  tag: string | undefined,
): Promise<boolean> {
  const registry = await target.distribution();
  const there = await registry.manifest(name, tag ?? digest);
  if (!there) return false;
  if (there.digest === digest) return true;
  throw tagTaken(url, tag ?? '', there.digest, digest, target.environment.id);
}

/** What is said when a tag would have to change what it means. */
export function tagTaken(url: string, tag: string, there: string, wanted: string, id: string): BacklotError {
  return new BacklotError({
    code: 'TagTaken',
    message: `${url}:${tag} is ${shortDigest(there)} already, and tags never change what they mean; it would become ${shortDigest(wanted)}`,
    actions: [...againWith('tag', `${tag}-1`), `backlot images list ${id}`],
    details: { tag, there, wanted },
  });
}
