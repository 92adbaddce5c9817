import { setTimeout as sleep } from 'node:timers/promises';
import { BacklotError } from '../../../../modules/values/backlot-error.js';

const POLL_MS = 2_000;
const PATIENCE_MS = 4 * 3_600_000;

/**
 * Waits until a copy is there.
 *
 * @param look gives the service's word for how it is doing
 * @throws BacklotError `LastCopyFailed`; nothing was deleted.
 */
export async function untilThere(copy: string, look: () => Promise<string | undefined>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = (await look())?.toLowerCase() ?? 'gone';
    if (state === 'available') return;
    if (/fail|gone|incompatible|deleted/.test(state) || Date.now() > until) throw lastCopyFailed(copy, state);
    await sleep(POLL_MS);
  }
}

function lastCopyFailed(copy: string, state: string): BacklotError {
  return new BacklotError({
    code: 'LastCopyFailed',
    message: `the last copy '${copy}' could not be made (${state}); what it is of was left as it is`,
    source: 'upstream',
  });
}
