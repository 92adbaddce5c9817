import type { ReleaseVerdict } from './release-record.js';

/** Outcomes of a canary that goes on: whoever followed it left it there. */
const OPEN: ReadonlySet<string> = new Set(['held', 'paused', 'timed-out', 'interrupted']);

/** Whether a verdict says that the canary had not ended. */
export function isOpen({ outcome }: Pick<ReleaseVerdict, 'outcome'>): boolean {
  return OPEN.has(outcome);
}

/**
 * How the canary of a service ended, by what its release recorded and by what became known afterwards: an end that was seen
 * stays, and one that was still open gives way.
 */
export function toldVerdict<T extends Pick<ReleaseVerdict, 'outcome'>>(
  own: T | undefined,
  late: T | undefined,
): T | undefined {
  return own && !(late && isOpen(own)) ? own : late;
}
