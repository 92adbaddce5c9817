import { BacklotError } from '../../../modules/values/backlot-error.js';
import { again } from '../../kernel/command-line.js';
import type { Distribution } from './distribution.js';
import { type Descriptor, manifestContent, platformText, type RawManifest } from './manifest.js';

/** One end of a copy. */
export interface CopyEnd {
  readonly registry: Distribution;
  readonly repository: string;
}

/** What is copied. */
export interface CopyOptions {
  readonly from: CopyEnd;
  readonly to: CopyEnd;
  /** Of the image or index. */
  readonly digest: string;
  /** Tag at the destination. @default none: the digest says it */
  readonly tag?: string;
  /** Told what is done. @default nobody is told */
  readonly tell?: (message: string) => void;
  /** Aborted when nothing more may be written. @default never */
  readonly signal?: AbortSignal;
  /** Runs what makes the image visible, its manifests and its tag, once all of its blobs are there. @default at once */
  readonly publishing?: <T>(publish: () => Promise<T>) => Promise<T>;
  /** Blobs under way at once. @default 3 */
  readonly parallelism?: number;
}

/** What a copy did. */
export interface CopyResult {
  readonly digest: string;
  /** Images of an index, as `linux/arm64`. @default it is one image */
  readonly platforms?: readonly string[];
  readonly blobs: { readonly copied: number; readonly present: number };
  /** Sent, not counting what was there. */
  readonly bytes: number;
}

/**
 * Copies an image, or an index with all of its images, between registries: blobs first, then manifests, the tag last, so
 * that nothing can be pulled half. What is there already is not sent again. The manifests are stored as the same bytes,
 * so the digest stays, and it is looked up again at the end.
 *
 * @throws BacklotError `ImageMissing`, `DigestMismatch`, and what {@link Distribution} throws.
 */
export async function copyImage(options: CopyOptions): Promise<CopyResult> {
  const { digest, from } = options;
  const root = await existing(from, digest);
  const { children } = manifestContent(root);
  const images = await Promise.all(children.map((child) => existing(from, child.digest)));
  const counts = { copied: 0, present: 0, bytes: 0 };
  for (const image of children.length > 0 ? images : [root]) {
    await copyBlobs(options, manifestContent(image).blobs, counts);
  }
  const { publishing = (publish) => publish() } = options;
  await publishing(() => publishImage(options, root, children.length > 0 ? images : []));
  const platforms = children.flatMap(({ platform }) => (platform ? [platformText(platform)] : []));
  const { bytes, copied, present } = counts;
  return { digest, ...(platforms.length > 0 ? { platforms } : {}), blobs: { copied, present }, bytes };
}

async function publishImage({ signal, tag, to }: CopyOptions, root: RawManifest, images: readonly RawManifest[]) {
  const { registry, repository } = to;
  signal?.throwIfAborted();
  for (const image of images) {
    if (!(await registry.manifest(repository, image.digest))) await registry.writeManifest(repository, image);
  }
  await registry.writeManifest(repository, root, tag);
  const seen = await registry.manifest(repository, tag ?? root.digest);
  if (seen?.digest === root.digest) return;
  throw new BacklotError({
    code: 'DigestMismatch',
    message: `${registry.host}/${repository} holds ${seen?.digest ?? 'nothing'} where ${root.digest} was put`,
    source: 'upstream',
    actions: again(),
  });
}

async function existing({ registry, repository }: CopyEnd, digest: string): Promise<RawManifest> {
  const found = await registry.manifest(repository, digest);
  if (found) return found;
  throw new BacklotError({
    code: 'ImageMissing',
    message: `${registry.host}/${repository} has no image ${digest}`,
    actions: [],
    details: { digest },
  });
}

async function copyBlobs(
  { from, parallelism = 3, signal, tell, to }: CopyOptions,
  blobs: readonly Descriptor[],
  counts: { copied: number; present: number; bytes: number },
): Promise<void> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(parallelism);
  const failures: unknown[] = [];
  await Promise.all(
    blobs.map((blob) =>
      limit(async () => {
        // After the first failure none is begun; those under way are waited for.
        if (failures.length > 0 || signal?.aborted) return;
        await copyBlob(blob).catch((error: unknown) => failures.push(error));
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  signal?.throwIfAborted();

  async function copyBlob(blob: Descriptor): Promise<void> {
    if (await to.registry.hasBlob(to.repository, blob.digest)) {
      counts.present++;
      return;
    }
    const content = await from.registry.readBlob(from.repository, blob);
    await to.registry.writeBlob(to.repository, blob, content);
    counts.copied++;
    counts.bytes += blob.size;
    tell?.(`${blob.digest.slice(7, 19)}: ${blob.size} bytes`);
  }
}
