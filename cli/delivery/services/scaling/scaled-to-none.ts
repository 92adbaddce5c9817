import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import type { Workload } from '../../workloads/workload-objects.js';
import { FIELD_MANAGER } from './field-manager.js';
import { referenceTo } from './scaled-objects.js';

/** Whether a workload is to have no pods, though it should have some. */
export function isScaledToNone({ spec }: Pick<Workload, 'spec'>, floor: number): boolean {
  return spec.replicas === 0 && floor > 0;
}

/** Gives a workload without pods its floor, from which its autoscaler goes on. @returns whether it had none */
export async function raiseToFloor(cluster: Kubernetes, workload: Workload, floor: number): Promise<boolean> {
  if (!isScaledToNone(workload, floor)) return false;
  await cluster.patch(referenceTo(workload), { spec: { replicas: floor } }, { fieldManager: FIELD_MANAGER });
  return true;
}
