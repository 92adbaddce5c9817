import { gunzipSync, gzipSync } from 'node:zlib';
import type { Helm, HelmRelease, ReleaseReference } from '../../adapters/helm/index.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** Label of a release's secrets that Helm finds revisions by. */
const LABEL = 'status';

interface ReleaseSecret extends KubernetesObject {
  readonly data?: { readonly release?: string };
}

/**
 * Frees a release whose last run was cut off, as Helm refuses to touch one that is `pending-*`: the cut off revision is
 * marked `failed`, which is what Helm does itself when it is stopped gently. Nothing that runs is touched. The next upgrade
 * then starts from the last revision that was deployed, or, if none ever was, takes over what the first install made.
 * Only while holding the release's lock, and after no Helm of this machine is at work on it.
 *
 * @returns the revision that was freed; undefined when there was nothing to free.
 */
export async function recoverPending(
  cluster: Kubernetes,
  helm: Helm,
  reference: ReleaseReference,
): Promise<HelmRelease | undefined> {
  const last = await helm.status(reference);
  if (!last?.status.startsWith('pending-')) return undefined;
  await markFailed(cluster, last, `cut off while ${last.status.replace('pending-', '')} was under way`);
  return last;
}

/** Helm keeps a revision as base64 of gzipped JSON, in a Secret; the API puts its own base64 around that. */
async function markFailed(cluster: Kubernetes, { namespace, release, revision }: HelmRelease, why: string) {
  const name = `sh.helm.release.v1.${release}.v${revision}`;
  for (;;) {
    const secret = await cluster.get<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', namespace, name });
    if (!secret?.data?.release || !secret.metadata.labels?.[LABEL]?.startsWith('pending-')) return;
    const data = { ...secret.data, release: rewritten(secret.data.release, why) };
    const metadata = { ...secret.metadata, labels: { ...secret.metadata.labels, [LABEL]: 'failed' } };
    // Undefined: somebody wrote it meanwhile, so it is looked at again.
    if (await cluster.replace({ ...secret, metadata, data })) return;
  }
}

function rewritten(stored: string, description: string): string {
  const packed = Buffer.from(Buffer.from(stored, 'base64').toString('latin1'), 'base64');
  const zipped = packed[0] === 0x1f && packed[1] === 0x8b;
  const record = JSON.parse((zipped ? gunzipSync(packed) : packed).toString('utf8')) as { info: object };
  const changed = JSON.stringify({ ...record, info: { ...record.info, status: 'failed', description } });
  return Buffer.from(gzipSync(changed).toString('base64'), 'latin1').toString('base64');
}
