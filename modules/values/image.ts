/** What a text says about an image. */
export interface ImageText {
  /** Repository without tag. @default the service's own */
  readonly repository?: string;
  /** @default none: the digest says it all */
  readonly tag?: string;
  /** `sha256:…`. @default none: the tag says it all */
  readonly digest?: string;
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const REPOSITORY = /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/**
 * Takes `1.2.3`, `registry.example/team/api:1.2.3` or either with `@sha256:…` apart; a digest alone is `@sha256:…`.
 * Undefined when it is none of these: a tag or a digest must be there.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function parseImage(text: string): ImageText | undefined {
  const [name = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  if (name === '') return digest === undefined ? undefined : { digest };
  if (TAG.test(name)) return { tag: name, digest };
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const [repository, tag] = colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
  if (!REPOSITORY.test(repository) || (tag !== undefined && !TAG.test(tag))) return undefined;
  return tag === undefined && digest === undefined ? undefined : { repository, tag, digest };
}
