import type { AdoptResult, DriftResult, RevertResult } from '../insight/drift/index.js';
import type { ReportedError } from '../kernel/reported-error.js';
import type { WithError } from './outcome.js';

/** What `drift --json` prints: the drift, after a revert that which is left, and what was done about it. */
export type DriftPayload = WithError<
  DriftResult & {
    /** With `--revert`. */
    readonly revert?: Pick<RevertResult, 'reverted' | 'refused'>;
    /** With `--adopt`. */
    readonly adopt?: Pick<AdoptResult, 'edits' | 'refused' | 'diff' | 'written'>;
  }
>;

/** Adds what was done, and under `error` what kept the result from being complete. */
export function driftPayload(
  drift: DriftResult,
  done: Pick<DriftPayload, 'revert' | 'adopt' | 'error'> = {},
): DriftPayload {
  const { environment } = drift;
  const refused = done.revert?.refused ?? done.adopt?.refused ?? [];
  const unknown = drift.owners.find((owner) => owner.error)?.error;
  const incomplete = refused.length > 0 && {
    code: done.revert ? 'RevertIncomplete' : 'AdoptIncomplete',
    message: `${refused.length} of what was changed outside could not be ${done.revert ? 'set back' : 'adopted'}: ${refused[0]?.address}: ${refused[0]?.reason}`,
    source: 'user',
    actions: [`backlot drift ${environment}`],
  };
  // With a look, so that it is for whoever runs it; what was done stands beside.
  const error = done.error ?? (incomplete || unknown || (done.revert || done.adopt ? undefined : deniedReads(drift)));
  return { ...drift, ...done, ...(error ? { error } : {}) };
}

/** Reads that a right is missing for: nobody can say that nothing was added. */
function deniedReads({ notChecked, environment }: DriftResult): ReportedError | undefined {
  const needs = [...new Set(notChecked.flatMap((each) => each.needs))].sort();
  if (needs.length === 0) return undefined;
  const asked = notChecked.filter((each) => each.needs.length > 0).map(({ what }) => what);
  return {
    code: 'DriftNotReadable',
    message: `whether something was added could not be checked: ${asked.join(', ')}`,
    source: 'user',
    hints: [`allow ${needs.join(', ')} to whoever looks`],
    actions: [`backlot status ${environment}`],
  };
}

/** Exit code of `drift`: 1 for what went wrong, 130 when it was stopped, 2 for drift where that is asked for. */
export function driftExitCode({ error, hasDrift }: DriftPayload, detailed: boolean): number {
  if (error) return error.code === 'Interrupted' ? 130 : 1;
  return detailed && hasDrift ? 2 : 0;
}
