import { createHash } from 'node:crypto';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A manifest exactly as it is stored: its digest is of these bytes. */
export interface RawManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly digest: string;
}

/** Something that a manifest points at. */
export interface Descriptor {
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** Only of children of an index. */
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
}

/** What a manifest is made of: either children, or blobs. */
export interface ManifestContent {
  /** Manifests of an index, one for each platform. */
  readonly children: readonly Descriptor[];
  /** Configuration and layers, each once. */
  readonly blobs: readonly Descriptor[];
}

/** Kinds of manifests that are asked for. https://github.com/opencontainers/image-spec/blob/main/media-types.md */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** A manifest of these bytes. */
export function rawManifest(bytes: Buffer, mediaType: string): RawManifest {
  return { bytes, mediaType, digest: digestOf(bytes) };
}

/** `sha256:…` of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** What a manifest points at. @throws BacklotError `ManifestUnreadable` for what is no image or index */
export function manifestContent({ bytes, digest, mediaType }: RawManifest): ManifestContent {
  const parsed = parse(bytes) as
    | { manifests?: Descriptor[]; config?: Descriptor; layers?: (Descriptor & { urls?: string[] })[] }
    | undefined;
  if (isDescribed(parsed?.manifests)) return { children: parsed?.manifests ?? [], blobs: [] };
  if (!parsed?.config || !isDescribed([parsed.config]) || !isDescribed(parsed.layers)) {
    throw new BacklotError({
      code: 'ManifestUnreadable',
      message: `${digest} (${mediaType}) is neither an image nor an index of images: it can't be copied`,
      source: 'upstream',
      hints: ['push it again with a tool that writes OCI images or Docker images of schema 2'],
    });
  }
  const all = [parsed.config, ...(parsed.layers ?? [])];
  return { children: [], blobs: [...new Map(all.map((blob) => [blob.digest, blob])).values()] };
}

/** Whether what a manifest points at is named by digests: they become parts of addresses. */
function isDescribed(descriptors: unknown): boolean {
  return (
    Array.isArray(descriptors) &&
    descriptors.every(
      (each?: Partial<Descriptor> | null) => DIGEST.test(String(each?.digest)) && Number.isSafeInteger(each?.size),
    )
  );
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** `linux/arm64`. */
export function platformText({ architecture = '?', os = '?', variant }: NonNullable<Descriptor['platform']>): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // What is no JSON is no manifest.
    return undefined;
  }
}
