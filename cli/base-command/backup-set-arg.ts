import { Args } from '@oclif/core';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { environmentArg } from './flags.js';

/** The environment, then a backup set of it. */
export const backupSetArgs = {
  ...environmentArg,
  set: Args.string({ ignoreStdin: true, description: 'Id of the set, as `backups list` prints it.' }),
};

/** The set that was named. @throws BacklotError `SetMissing` (exit code 3) */
export function requireSet(set: string | undefined, verb: string, environment: string): string {
  if (set) return set;
  throw new BacklotError({
    code: 'SetMissing',
    message: 'name the backup set',
    exitCode: 3,
    hints: [`\`backups ${verb}\` takes an id of that list`],
    actions: [`backlot backups list ${environment}`],
  });
}
