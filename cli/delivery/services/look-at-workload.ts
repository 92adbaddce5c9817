import { readWorkload } from '../workloads/workload-objects.js';
import { type WorkloadState, workloadState } from './health/workload-state.js';
import type { PlannedService } from './planned-service.js';
import type { ServicesRun } from './services-run.js';

/** What runs of a service now; undefined when there is nothing, or nothing that is looked at. */
export async function lookAtWorkload(
  { cluster, namespace }: Pick<ServicesRun, 'cluster' | 'namespace'>,
  { service, kind, floor }: Pick<PlannedService, 'service' | 'kind' | 'floor'>,
): Promise<WorkloadState | undefined> {
  if (kind === 'CronJob') return undefined;
  const reference = { namespace, service, kind };
  // Of a kind that the cluster doesn't know there is nothing to see; the preflight says so.
  if (kind === 'Rollout' && !(await cluster.serves('argoproj.io/v1alpha1', kind))) return undefined;
  const objects = await readWorkload(cluster, reference);
  return objects && workloadState(objects, reference, floor);
}
