import type { Environment } from '../../../environments/model/index.js';
import type { StoredImage } from '../../adapters/images/index.js';
import { refersTo } from './image-reference-text.js';
import type { ImagesOptions } from './images-options.js';
import { type RunningImage, runningImages } from './running-images.js';
import { declaredService, withImages } from './with-images.js';

/** How images are listed. */
export interface ListImagesOptions extends ImagesOptions {
  /** Only this one. @default all that the environment declares */
  readonly service?: string;
  /** Also those without a tag: parts of images for several platforms, and what was never tagged. @default false */
  readonly untagged?: boolean;
}

/** An image of a service. */
export interface ListedImage extends StoredImage {
  readonly service: string;
  /** Where it is in use: `stable`, `canary 20 %`, `release 12`. */
  readonly runs: readonly string[];
}

/** What the registry of an environment holds. */
export interface ImagesResult {
  readonly environment: string;
  /** By service, newest first. */
  readonly images: readonly ListedImage[];
  /** Those without a tag that are not in the list. */
  readonly untagged: number;
  /** What runs and is not in the registry: removed by its lifecycle, or from elsewhere. */
  readonly elsewhere: readonly RunningImage[];
  /** Why something isn't known. */
  readonly unknown: readonly string[];
}

/** The images of an environment with what runs of them. @throws BacklotError `UnknownService`, `OutputMissing` */
export async function listImages(environment: Environment, options: ListImagesOptions = {}): Promise<ImagesResult> {
  const { service, untagged = false } = options;
  if (service) declaredService(environment, service);
  return withImages(environment, options, async (session) => {
    const services = service ? [service] : Object.keys(environment.services);
    const [running, stored] = await Promise.all([
      runningImages(environment, session.cloud, session.cluster),
      Promise.all(
        services.map(async (each) => {
          const { name, url } = await session.repository(each);
          return { service: each, url, images: (await session.catalog.images(name)) ?? [] };
        }),
      ),
    ]);
    const used = new Set<RunningImage>();
    const images = stored.flatMap(({ images: found, service: each, url }) =>
      found.map((image): ListedImage => {
        const uses = running.images.filter(
          (use) => use.service === each && refersTo(use.image, { ...image, repository: url }),
        );
        for (const use of uses) used.add(use);
        return { service: each, ...image, runs: uses.map(({ where }) => where) };
      }),
    );
    const shown = images.filter(({ runs, tags }) => untagged || tags.length > 0 || runs.length > 0);
    return {
      environment: environment.id,
      images: shown,
      untagged: images.length - shown.length,
      elsewhere: running.images.filter((use) => services.includes(use.service) && !used.has(use)),
      unknown: running.unknown,
    };
  });
}
