import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { RawManifest } from '../../adapters/images/index.js';
import type { NamedImage } from './image-reference-text.js';
import { refersTo, shortDigest } from './image-reference-text.js';
import type { RunningImages } from './running-images.js';
import type { ImagesSession, ServiceRepository } from './with-images.js';

/** An image that is there. */
export interface FoundImage {
  readonly repository: ServiceRepository;
  readonly digest: string;
  /** The one that was named, else one that it has. @default it has none */
  readonly tag?: string;
  readonly manifest: RawManifest;
}

/**
 * Finds the image that was named; without a tag and a digest, the one that serves.
 *
 * @throws BacklotError `ImageMissing` naming what there is, `DigestMismatch` when tag and digest are of two images.
 */
export async function findImage(
  session: ImagesSession,
  named: NamedImage,
  running: () => Promise<RunningImages>,
): Promise<FoundImage> {
  const { environment } = session;
  const repository = await session.repository(named.service);
  const registry = await session.distribution();
  const wanted = named.digest || named.tag ? named : await serving(session, named, repository, running);
  const reference = wanted.digest ?? wanted.tag ?? '';
  const manifest = await registry.manifest(repository.name, reference);
  if (!manifest) throw await missing(session, repository, `${named.service}${wanted.digest ? '@' : ':'}${reference}`);
  if (wanted.digest && wanted.tag) {
    const tagged = await registry.manifest(repository.name, wanted.tag);
    if (tagged && tagged.digest !== wanted.digest) {
      throw new BacklotError({
        code: 'DigestMismatch',
        message: `tag ${wanted.tag} of ${named.service} in '${environment.id}' is ${shortDigest(tagged.digest)}, not ${shortDigest(wanted.digest)}`,
        exitCode: 3,
        actions: [`backlot images list ${environment.id} ${named.service}`],
      });
    }
  }
  const tag = wanted.tag ?? (await tagOf(session, repository, manifest.digest));
  return { repository, digest: manifest.digest, ...(tag ? { tag } : {}), manifest };
}

/** What all traffic goes to. */
async function serving(
  session: ImagesSession,
  named: NamedImage,
  repository: ServiceRepository,
  running: () => Promise<RunningImages>,
): Promise<NamedImage> {
  const { images } = await running();
  const own = images.filter(({ service, where }) => service === named.service && !where.startsWith('canary'));
  const order = ['stable', 'pods'];
  const rank = (where: string) => (order.includes(where) ? order.indexOf(where) : order.length);
  const [best] = own.sort((a, b) => rank(a.where) - rank(b.where));
  const stored = best ? ((await session.catalog.images(repository.name)) ?? []) : [];
  const match = stored.find((image) => best && refersTo(best.image, { ...image, repository: repository.url }));
  if (match) return { service: named.service, digest: match.digest };
  throw await missing(
    session,
    repository,
    best ? `${best.image}, which runs` : `'${named.service}' that runs; name a tag or digest`,
  );
}

async function tagOf({ catalog }: ImagesSession, { name }: ServiceRepository, digest: string) {
  // Another account may let us pull and not look.
  const images = await catalog.images(name).catch(() => undefined);
  return images?.find((image) => image.digest === digest)?.tags[0];
}

async function missing({ catalog, environment }: ImagesSession, { name, url }: ServiceRepository, what: string) {
  const images = await catalog.images(name).catch(() => undefined);
  const tags = (images ?? []).flatMap((image) => image.tags).slice(0, 5);
  return new BacklotError({
    code: 'ImageMissing',
    message: `${url} has no image ${what}; ${tags.length > 0 ? `the newest tags are ${tags.join(', ')}` : 'it has no tagged image'}`,
    exitCode: 3,
    actions: [`backlot images list ${environment.id}`],
    details: { repository: url, tags },
  });
}
