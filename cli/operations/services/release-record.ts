import { gunzipSync, gzipSync } from 'node:zlib';
import type { HelmRelease } from '../../adapters/helm/index.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** What Helm keeps of one revision, as far as it is touched here. */
export interface ReleaseRecord {
  readonly info: { readonly status: string; readonly description?: string };
  /** What the chart made, as YAML documents. */
  readonly manifest?: string;
}

interface ReleaseSecret extends KubernetesObject {
  readonly data?: { readonly release?: string };
}

/** Label of a revision's Secret that Helm finds revisions by. */
const STATUS = 'status';

/**
 * Changes what Helm keeps of a revision; only while holding the release's lock. `change` gives undefined to leave it.
 * Helm keeps it as base64 of gzipped JSON, in a Secret; the API puts its own base64 around that.
 */
export async function rewriteRelease(
  cluster: Kubernetes,
  { namespace, release, revision }: HelmRelease,
  change: (record: ReleaseRecord) => ReleaseRecord | undefined,
): Promise<void> {
  const name = `sh.helm.release.v1.${release}.v${revision}`;
  for (;;) {
    const secret = await cluster.get<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', namespace, name });
    const changed = secret?.data?.release && change(unpack(secret.data.release));
    if (!secret || !changed) return;
    const labels = { ...secret.metadata.labels, [STATUS]: changed.info.status };
    const data = { ...secret.data, release: pack(changed) };
    // Undefined: somebody wrote it meanwhile, so it is looked at again.
    if (await cluster.replace({ ...secret, metadata: { ...secret.metadata, labels }, data })) return;
  }
}

function unpack(stored: string): ReleaseRecord {
  const packed = Buffer.from(Buffer.from(stored, 'base64').toString('latin1'), 'base64');
  const zipped = packed[0] === 0x1f && packed[1] === 0x8b;
  return JSON.parse((zipped ? gunzipSync(packed) : packed).toString('utf8')) as ReleaseRecord;
}

function pack(record: ReleaseRecord): string {
  return Buffer.from(gzipSync(JSON.stringify(record)).toString('base64'), 'latin1').toString('base64');
}
