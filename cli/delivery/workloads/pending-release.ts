import type { Helm, HelmRelease, ReleaseReference } from '../../adapters/helm/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { rewriteRelease } from './helm-release-record.js';

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
  const description = `cut off while ${last.status.replace('pending-', '')} was under way`;
  await rewriteRelease(cluster, last, (record) =>
    record.info.status.startsWith('pending-')
      ? { ...record, info: { ...record.info, status: 'failed', description } }
      : undefined,
  );
  return last;
}
