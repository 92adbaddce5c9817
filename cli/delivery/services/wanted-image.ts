import type { BacklotError } from '../../../modules/values/backlot-error.js';
import { unknownName } from '../../kernel/unknown-name.js';
import type { ImageReference } from './image-reference.js';

/** What a release was made with, as far as its image goes. */
export interface RecordedImage {
  readonly image: ImageReference;
  /** What the file declared at that time, when another was deployed by hand; empty when it was the declared one. */
  readonly declaredImage: string;
}

/** What decides about the image of a service. */
export interface ImageWishes {
  readonly service: string;
  /** As given with `--image`. @default not given */
  readonly flag?: string;
  /** As the environment's file has it. @default it names none */
  readonly declared?: string;
  /** @default the service is new */
  readonly recorded?: RecordedImage;
  /** Makes a reference of a text. */
  readonly resolve: (text: string) => ImageReference;
}

/** The image to deploy. */
export interface WantedImage {
  readonly image: ImageReference;
  /** What the file declares, when another is deployed; empty when it is the declared one. */
  readonly declaredImage: string;
}

/**
 * `--image` wins. Without it, an image that was set by hand stays until the file itself declares another; else what the file
 * declares is deployed, and if it declares none, what runs.
 *
 * @returns undefined when nobody named an image.
 */
export function wantedImage({ flag, declared, recorded, resolve }: ImageWishes): WantedImage | undefined {
  if (flag !== undefined) {
    const image = resolve(flag);
    return { image, declaredImage: declared !== undefined && !same(resolve(declared), image) ? declared : '' };
  }
  if (declared === undefined) return recorded && { image: recorded.image, declaredImage: '' };
  const wanted = resolve(declared);
  if (recorded?.declaredImage && !same(recorded.image, wanted) && same(resolve(recorded.declaredImage), wanted)) {
    return { image: recorded.image, declaredImage: declared };
  }
  return { image: wanted, declaredImage: '' };
}

/** As in a pod: `repository:tag`, or `repository@digest`, which wins. */
export function imageText({ repository, tag, digest }: ImageReference): string {
  return digest ? `${repository}@${digest}` : `${repository}:${tag}`;
}

/** What people call a version: the tag, else the start of the digest. */
export function versionText({ tag, digest }: ImageReference): string {
  return tag || digest.replace('sha256:', '').slice(0, 12);
}

/** `--image` names a service that there isn't. */
export function unknownService(name: string, known: readonly string[]): BacklotError {
  return unknownName({
    code: 'UnknownService',
    given: name,
    known,
    message: `there is no service '${name}' on Kubernetes; there are: ${known.join(', ') || 'none'}`,
    details: { service: name, known },
  });
}

function same(a: ImageReference, b: ImageReference): boolean {
  return a.digest || b.digest ? a.digest === b.digest && a.repository === b.repository : imageText(a) === imageText(b);
}
