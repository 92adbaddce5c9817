import { BacklotError } from '../../../modules/values/backlot-error.js';
import { parseImage } from '../../../modules/values/image.js';

/** An image of a service, as a person names it: `api`, `api:1.2.3`, `api@sha256:…`. */
export interface NamedImage {
  readonly service: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** As a person names it. */
export function imageText({ digest, service, tag }: NamedImage): string {
  return `${service}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** Reads `SERVICE[:TAG][@sha256:…]`. @throws BacklotError `InvalidImage` (exit code 3) */
export function namedImage(text: string): NamedImage {
  const [, service = '', rest = ''] = /^([a-z][a-z0-9-]*)([:@].*)?$/.exec(text) ?? [];
  const parsed = rest === '' ? {} : parseImage(rest.startsWith(':') ? rest.slice(1) : rest);
  if (service === '' || !parsed || parsed.repository !== undefined) {
    throw new BacklotError({
      code: 'InvalidImage',
      message: `'${text}' is no image of a service: write SERVICE, SERVICE:TAG or SERVICE@sha256:… with 64 digits`,
      exitCode: 3,
    });
  }
  const { digest, tag } = parsed;
  return { service, ...(tag ? { tag } : {}), ...(digest ? { digest } : {}) };
}

/** Whether a reference such as a pod or a release has it means an image of a repository. */
export function refersTo(
  reference: string,
  image: { readonly repository: string; readonly digest: string; readonly tags: readonly string[] },
): boolean {
  const parsed = parseImage(reference);
  if (!parsed) return false;
  if (parsed.repository !== undefined && parsed.repository !== image.repository) return false;
  // The digest says it; a tag beside it is only for people.
  if (parsed.digest !== undefined) return parsed.digest === image.digest;
  return parsed.tag !== undefined && image.tags.includes(parsed.tag);
}

/** `sha256:0123456789ab`, for people. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
