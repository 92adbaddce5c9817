import type { Terminal } from '../terminal/terminal.js';

/** Global flags, read before (and even though) the command line can't be parsed: errors are printed by them too. */
export interface Wants {
  readonly json: boolean;
  readonly events: boolean;
  readonly noColor: boolean;
  readonly debug: boolean;
}

/** Reads the global flags of a command line; what comes after `--` isn't ours. */
export function wants(argv: readonly string[], env: Terminal['env']): Wants {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const asked = (flag: string, variable: string) => own.includes(flag) || isTruthy(env[variable]);
  return {
    json: asked('--json', 'BACKLOT_JSON'),
    events: asked('--events', 'BACKLOT_EVENTS'),
    noColor: own.includes('--no-color'),
    debug: asked('--debug', 'BACKLOT_DEBUG'),
  };
}

/** The words that oclif takes for true. */
function isTruthy(value: string | undefined): boolean {
  return ['true', '1', 'yes', 'y'].includes(value?.toLowerCase() ?? '');
}
