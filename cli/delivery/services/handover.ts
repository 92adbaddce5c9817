import { parseAllDocuments } from 'yaml';
import type { HelmRelease } from '../../adapters/helm/index.js';
import type { Kubernetes, ObjectReference } from '../../adapters/kubernetes/kubernetes.js';
import { rewriteRelease } from '../workloads/helm-release-record.js';
import { ROLLOUTS_API } from '../workloads/workload-objects.js';
import type { PlannedService } from './plan-service.js';
import type { ServicesRun } from './services-run.js';

/** Annotation by which Helm leaves an object that its chart makes no more. */
const KEEP = { 'helm.sh/resource-policy': 'keep' };

/**
 * Hands the number of replicas over to the autoscaler when a service gets one. Helm would take the number that it declared
 * before away, which means one pod until the autoscaler has looked; so it is made to forget that it ever declared it.
 */
export async function handOverReplicas(
  cluster: Kubernetes,
  planned: PlannedService,
  last: HelmRelease[],
): Promise<void> {
  const { autoscaling } = planned.values;
  if (!autoscaling.enabled || planned.kind === 'CronJob') return;
  // An upgrade starts from the last revision that was deployed, or, without one, from the last.
  const base = last.findLast(({ status }) => status === 'deployed') ?? last.at(-1);
  if (!base) return;
  await rewriteRelease(cluster, base, (record) => {
    const manifest = withoutReplicas(record.manifest ?? '');
    return manifest === undefined ? undefined : { ...record, manifest };
  });
}

/**
 * Keeps the workload of the kind before alive when a service changes its kind, until the new one is healthy: Helm would
 * delete it as soon as it has made the new one, when no pod of that is ready.
 */
export async function keepReplaced({ cluster, namespace }: ServicesRun, planned: PlannedService): Promise<void> {
  const reference = await findReplaced(cluster, namespace, planned);
  if (reference) await cluster.patch(reference, { metadata: { annotations: KEEP } });
}

/** Deletes the workload of the kind before, with its pods. @returns whether there was one */
export async function removeReplaced({ cluster, namespace }: ServicesRun, planned: PlannedService): Promise<boolean> {
  const reference = await findReplaced(cluster, namespace, planned);
  return reference ? cluster.delete(reference) : false;
}

/** The workload of the other kind that this service's release made; undefined when there is none. */
export async function findReplaced(
  cluster: Kubernetes,
  namespace: string,
  { kind, service }: PlannedService,
): Promise<ObjectReference | undefined> {
  if (kind === 'CronJob') return undefined;
  const [apiVersion, other] = kind === 'Rollout' ? ['apps/v1', 'Deployment'] : [ROLLOUTS_API, 'Rollout'];
  if (!(await cluster.serves(apiVersion, other))) return undefined;
  const reference = { apiVersion, kind: other, namespace, name: service };
  const found = await cluster.get(reference);
  const { labels, deletionTimestamp } = found?.metadata ?? {};
  const ours = labels?.['app.kubernetes.io/instance'] === service && labels['app.kubernetes.io/managed-by'] === 'Helm';
  return found && ours && !deletionTimestamp ? reference : undefined;
}

/** The same documents without a number of replicas; undefined when none has one. */
function withoutReplicas(manifest: string): string | undefined {
  const documents = parseAllDocuments(manifest);
  const declaring = documents.filter(
    (each) => ['Rollout', 'Deployment'].includes(String(each.get('kind'))) && each.hasIn(['spec', 'replicas']),
  );
  if (declaring.length === 0) return undefined;
  for (const document of declaring) document.deleteIn(['spec', 'replicas']);
  return documents.map((document) => document.toString({ directives: false, lineWidth: 0 })).join('---\n');
}
