import type { KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';
import type { PlannedService } from '../plan-service.js';
import type { ServicesRun } from '../services-run.js';
import { requireAdmission } from './admission.js';
import { requireKinds } from './kind-owner.js';
import { podNeeds, requireQuota } from './quota-headroom.js';

export { requireNamespace, servicesNamespace } from './namespace.js';

/** Checks a planned service against the cluster before anything is changed. */
export async function preflight(
  run: ServicesRun,
  planned: PlannedService,
  objects: readonly KubernetesObject[],
  running: number,
): Promise<void> {
  const { cluster, environment, namespace } = run;
  const { service, values } = planned;
  await requireKinds(cluster, environment.id, service, objects);
  await requireQuota(cluster, namespace, service, podNeeds(values, missingPods(planned, running)));
  await requireAdmission(cluster, namespace, service, objects);
}

/** Pods that must come: all at the first time, then at least one of a new version. */
function missingPods({ kind, floor, same }: PlannedService, running: number): number {
  if (kind === 'CronJob') return 0;
  return Math.max(same ? 0 : 1, floor - running);
}
