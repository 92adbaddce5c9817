import type { KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';
import type { ReplicaRange } from './replica-range.js';

/** Annotation of the autoscaler, or of the workload without one, that keeps how it was scaled by hand, as JSON. */
export const SCALED_ANNOTATION = 'backlot.dev/scaled';

/** A scaling by hand. */
export interface ScalingRecord {
  readonly to: ReplicaRange;
  /** What there was before. */
  readonly from: ReplicaRange;
  /** `ann@laptop`. */
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** Until when a deploy keeps it. @default the next deploy goes back to the file */
  readonly until?: string;
}

/** The record on an object; what can't be read counts as none. */
export function scalingRecord({ metadata }: Pick<KubernetesObject, 'metadata'>): ScalingRecord | undefined {
  const written = metadata.annotations?.[SCALED_ANNOTATION];
  if (!written) return undefined;
  try {
    const record = JSON.parse(written) as Partial<ScalingRecord>;
    const whole = [record.to, record.from].every(
      (range) => Number.isInteger(range?.min) && Number.isInteger(range?.max),
    );
    return whole && typeof record.who === 'string' && typeof record.at === 'string'
      ? (record as ScalingRecord)
      : undefined;
  } catch {
    return undefined; // Somebody else wrote it: the file decides.
  }
}

/** Whether a deploy at `now` leaves a scaling as it is. */
export function isKept({ until }: ScalingRecord, now: Date): boolean {
  return until !== undefined && Date.parse(until) > now.getTime();
}
