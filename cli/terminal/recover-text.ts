import type { RecoveredThing, RecoverResult } from '../data/recover/index.js';
import type { Paint } from './paint.js';

const WORDS = { waits: '', recovered: 'taken back', failed: 'not taken back', elsewhere: 'another command does it' };

/** What can be taken back, or was. */
export function recoverText({ environment, things }: RecoverResult, paint: Paint): string {
  if (things.length === 0) return `Nothing of '${environment}' waits for deletion or is disabled.`;
  return things.map((thing) => recoverLines(thing, paint)).join('\n');
}

function recoverLines({ name, label, physical, state, until, outcome, command, error }: RecoveredThing, paint: Paint) {
  const ended = outcome === 'recovered' ? paint('green', WORDS[outcome]) : paint('yellow', WORDS[outcome]);
  // What was is no more: only what it is now.
  if (outcome === 'recovered') return `${name}: ${label} ${physical}: ${ended}`;
  const date = until ? `, gone for good on ${until}` : '';
  return [
    `${name}: ${label} ${physical} ${state}${date}${outcome === 'waits' ? '' : `: ${ended}`}`,
    ...(error ? [`  ${error.message}`] : []),
    `  take it back: ${command}`,
  ].join('\n');
}
