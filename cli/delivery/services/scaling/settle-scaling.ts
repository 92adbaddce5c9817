import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import { FIELD_MANAGER } from './field-manager.js';
import { type ReplicaRange, rangeText, sameRange } from './replica-range.js';
import { rangePatch, readScaled, referenceTo } from './scaled-objects.js';
import { isKept, SCALED_ANNOTATION, scalingRecord } from './scaling-record.js';

/** What a deploy makes of a scaling by hand. */
export interface SettledScaling {
  /** What the deploy is to install instead of the file's numbers. @default the file's numbers */
  readonly keep?: ReplicaRange;
  /** One line for the person. */
  readonly message: string;
}

/**
 * Settles a scaling by hand before a deploy of the service: one whose time has not come yet is kept, and told about; any
 * other goes back to what the environment's file says. Undefined when there is none.
 */
export async function settleScaling(
  cluster: Kubernetes,
  {
    declared,
    namespace,
    service,
  }: { readonly declared: ReplicaRange; readonly namespace: string; readonly service: string },
  now = new Date(),
): Promise<SettledScaling | undefined> {
  const objects = await readScaled(cluster, namespace, service);
  const record = objects && scalingRecord(objects.owner);
  if (!objects || !record) return undefined;
  const who = `scaled to ${rangeText(record.to)} by ${record.who}`;
  // An autoscaler keeps a range; without one the number is both.
  const fits = objects.autoscaler !== undefined || record.to.min === record.to.max;
  if (isKept(record, now) && fits) {
    if (sameRange(record.to, declared)) return { message: `${who}, as the file says too` };
    return {
      keep: record.to,
      message: `${who} until ${record.until}: kept, though the file says ${rangeText(declared)} (backlot scale ENV ${service} --reset)`,
    };
  }
  // The file may take the autoscaler away, which Helm does then; until that the bounds must be valid.
  await cluster.patch(referenceTo(objects.owner), rangePatch(objects, declared, { [SCALED_ANNOTATION]: null }), {
    fieldManager: FIELD_MANAGER,
  });
  const why = record.until ? `until ${record.until}, which is over` : 'until the next deploy';
  return { message: `${who} ${why}: back to ${rangeText(declared)}, as the file says` };
}
