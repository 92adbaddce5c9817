import { BacklotError } from '../../../../modules/values/backlot-error.js';

/** How many pods a service has at least and at most; both the same where no autoscaler decides. */
export interface ReplicaRange {
  readonly min: number;
  readonly max: number;
}

/** More than the largest service of any environment, so that a slip of the finger is caught. */
const MOST = 1000;

/**
 * Reads `6` or `3-12`.
 *
 * @throws BacklotError `InvalidReplicas`.
 */
export function parseRange(text: string): ReplicaRange {
  const [, low, high] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text.trim()) ?? [];
  if (low === undefined) throw invalid(text, 'write a number, or two as MIN-MAX, such as 6 or 3-12');
  const range = { min: Number(low), max: Number(high ?? low) };
  if (range.min < 1)
    throw invalid(text, 'a service keeps at least one pod; what should not run is taken out of the file');
  if (range.max < range.min)
    throw invalid(text, `${range.max} is less than ${range.min}: the smaller number comes first`);
  if (range.max > MOST) throw invalid(text, `more than ${MOST} pods of one service are refused`);
  return range;
}

/** `6`, `3–12`. */
export function rangeText({ max, min }: ReplicaRange): string {
  return min === max ? String(min) : `${min}–${max}`;
}

/** `6`, `3-12`: as the command line takes it. */
export function rangeArgument({ max, min }: ReplicaRange): string {
  return min === max ? String(min) : `${min}-${max}`;
}

/** Whether both are the same. */
export function sameRange(a: ReplicaRange, b: ReplicaRange): boolean {
  return a.min === b.min && a.max === b.max;
}

function invalid(text: string, reason: string): BacklotError {
  return new BacklotError({
    code: 'InvalidReplicas',
    message: `'${text}' is no number of pods: ${reason}`,
    exitCode: 3,
    details: { value: text },
  });
}
