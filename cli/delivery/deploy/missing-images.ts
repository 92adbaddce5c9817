import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { parseImage } from '../../../modules/values/image.js';
import type { ImageCatalog } from '../../adapters/images/index.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Session } from '../../session/open/session.js';
import { registryHost } from '../images/with-images.js';
import type { ServiceChange } from '../services/index.js';

/** Opens the registry of an account in a region. */
export type OpenCatalog = (cloud: Cloud, registryId: string, region: string) => Promise<ImageCatalog>;

/**
 * Looks whether the images that a deploy would start are in the environment's own registry. On AWS a missing one ends the deploy
 * before anything is changed; the sandbox plays pods without their images, and says which there aren't. A registry that can't be
 * looked at is told about, and keeps nobody from deploying.
 *
 * @throws BacklotError `ImageMissing` (exit code 3).
 */
export async function requireImages(
  { cloud, environment, progress }: Pick<Session, 'cloud' | 'environment' | 'progress'>,
  open: OpenCatalog,
  changes: readonly ServiceChange[],
): Promise<void> {
  const host = `${registryHost(environment)}/`;
  const fresh = changes.filter(({ action, previousImage }) => action === 'create' || previousImage !== undefined);
  const own = fresh.flatMap(({ service, image }) => (image?.startsWith(host) ? [{ service, image }] : []));
  if (own.length === 0) return;
  const note = (message: string) => progress.emit({ type: 'note', level: 'warning', message });
  const catalog = await open(cloud, environment.aws.accountId, environment.aws.region);
  let missing: typeof own;
  try {
    const there = await Promise.all(own.map(({ image }) => isThere(catalog, image, host)));
    missing = own.filter((_, index) => !there[index]);
  } catch (error) {
    note(`nobody knows whether the images are there: ${error instanceof Error ? error.message : error}`);
    return;
  } finally {
    catalog.close();
  }
  if (missing.length === 0) return;
  const names = missing.map(({ image }) => image.slice(host.length)).join(', ');
  const are = missing.length === 1 ? 'is' : 'are';
  if (environment.target === 'sandbox') {
    note(`${names} ${are} not in the registry: the sandbox plays such pods, a cluster on AWS could not start them`);
  } else throw imageMissing(environment, missing, `${names} ${are} not in the registry; nothing was changed`);
}

/** A repository that isn't there is made by the deploy itself, or was named by hand: that is told elsewhere. */
async function isThere(catalog: ImageCatalog, image: string, host: string): Promise<boolean> {
  const { repository = '', tag, digest } = parseImage(image) ?? {};
  const stored = await catalog.images(repository.slice(host.length));
  if (!stored) return true;
  return stored.some((each) => (digest ? each.digest === digest : tag !== undefined && each.tags.includes(tag)));
}

function imageMissing({ id }: Environment, missing: readonly { service: string }[], message: string): BacklotError {
  return new BacklotError({
    code: 'ImageMissing',
    message,
    exitCode: 3,
    actions: missing.map(({ service }) => `backlot images list ${id} ${service}`),
    details: { services: missing.map(({ service }) => service) },
  });
}
