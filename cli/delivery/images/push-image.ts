import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type BuilderTool, hasImage, pushImage as runPush, signIn, tagImage } from '../../adapters/images/index.js';
import { commandLine, withFlag } from '../../kernel/command-line.js';
import { silent, step } from '../../kernel/progress.js';
import { pushName } from './build-image.js';
import { shortDigest } from './image-reference-text.js';
import { type ImagesOptions, toolingOf } from './images-options.js';
import { declaredService, withImages } from './with-images.js';

/** What is pushed. */
export interface PushImageOptions extends ImagesOptions {
  /** Tag in the service's repository. */
  readonly tag: string;
  /** Image of the program's store. @default the one that `images build` gave this tag */
  readonly image?: string;
  /** Program. @default the first of docker, podman, buildah that is there */
  readonly tool?: string;
  /** Asked before anything is sent. @default yes */
  readonly approve?: (preview: { readonly reference: string; readonly there?: string }) => Promise<boolean>;
}

/** What was pushed. */
export interface PushResult {
  readonly environment: string;
  readonly service: string;
  readonly outcome: 'pushed' | 'unchanged' | 'declined';
  /** `registry/name:tag` */
  readonly reference: string;
  readonly tag: string;
  /** As the registry names it. @default nothing was pushed */
  readonly digest?: string;
  readonly durationMs: number;
  /** Command that deploys it. */
  readonly deploy: string;
}

/**
 * Sends an image to the repository of a service. The password of the registry goes to the program through stdin. A tag that
 * is there with another digest stays what it is.
 *
 * @throws BacklotError `TagTaken`, `ImageNotBuilt`, `RepositoryMissing`, `NoImageBuilder`, `PushFailed`.
 */
export async function pushImage(
  environment: Environment,
  service: string,
  options: PushImageOptions,
): Promise<PushResult> {
  const { image, progress = silent, tag } = options;
  declaredService(environment, service);
  const builder = await toolingOf(options).findBuilder({ tool: options.tool });
  return withImages(environment, options, async ({ catalog, cloud, repository: find, stop: signal }) => {
    const began = performance.now();
    const repository = await find(service);
    const target = `${pushName(cloud.endpoint, repository)}:${tag}`;
    await assertBuilt(builder, image ?? target, environment.id, service);
    const digestNow = async () => {
      const images = await catalog.images(repository.name);
      if (!images) throw repositoryMissing(repository.url, environment.id);
      return images.find(({ tags }) => tags.includes(tag))?.digest;
    };
    const before = await digestNow();
    if (before && !(await catalog.immutable(repository.name))) throw tagThere(target, before, environment.id, service);
    const done = (outcome: PushResult['outcome'], digest: string | undefined): PushResult => ({
      environment: environment.id,
      service,
      outcome,
      reference: target,
      tag,
      ...(digest ? { digest } : {}),
      durationMs: Math.round(performance.now() - began),
      deploy: `backlot deploy ${environment.id} --image ${service}=${digest ? `@${digest}` : tag}`,
    });
    const preview = { reference: target, ...(before ? { there: before } : {}) };
    if (options.approve && !(await options.approve(preview))) return done('declined', undefined);
    if (image) await tagImage(builder, image, target);
    const id = `push/${service}`;
    const run = { tell: (message: string) => progress.emit({ type: 'step-progress', id, message }), signal };
    await step(progress, { id, title: `${builder.name} push ${target}` }, async () => {
      const login = await catalog.login();
      await signIn(builder, target.slice(0, target.indexOf('/')), login, { signal });
      await runPush(builder, target, run).catch((error: unknown) => {
        // The registry itself keeps a tag what it is; an equal image it takes again.
        const refused =
          error instanceof BacklotError && /immutable|tag.*already exists|TAG_INVALID/i.test(error.message);
        throw before && refused ? tagThere(target, before, environment.id, service) : error;
      });
    });
    const digest = await digestNow();
    if (!digest) {
      throw new BacklotError({
        code: 'PushNotSeen',
        message: `${builder.name} says that it pushed ${target}, but the registry doesn't list it`,
        source: 'upstream',
        actions: [`backlot images list ${environment.id} ${service}`],
      });
    }
    return done(digest === before ? 'unchanged' : 'pushed', digest);
  });
}

async function assertBuilt(builder: BuilderTool, reference: string, id: string, service: string): Promise<void> {
  if (await hasImage(builder, reference)) return;
  throw new BacklotError({
    code: 'ImageNotBuilt',
    message: `${builder.name} has no image ${reference}`,
    hints: ['name one that it has: --image NAME:TAG'],
    actions: [`backlot images build ${id} ${service} --tag ${tagIn(reference)}`],
  });
}

function tagThere(reference: string, digest: string, id: string, service: string): BacklotError {
  return new BacklotError({
    code: 'TagTaken',
    message: `${reference} is ${shortDigest(digest)} already, and tags never change what they mean`,
    actions: [
      withFlag(
        commandLine(`backlot images push ${id} ${service} --image ${reference}`),
        'tag',
        `${tagIn(reference)}-1`,
      ),
      `backlot images list ${id} ${service}`,
    ],
    details: { reference, digest },
  });
}

function repositoryMissing(url: string, id: string): BacklotError {
  return new BacklotError({
    code: 'RepositoryMissing',
    message: `there is no repository ${url}`,
    actions: [`backlot deploy ${id} --stack registry`],
  });
}

function tagIn(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
