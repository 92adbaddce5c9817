import { Args } from '@oclif/core';
import { BacklotError } from '../../modules/values/backlot-error.js';

/** The number of a release. @throws BacklotError `InvalidRelease` (exit code 3) */
export const releaseArg = Args.custom<number>({
  ignoreStdin: true,
  parse: async (text) => {
    if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
    throw new BacklotError({
      code: 'InvalidRelease',
      message: `'${text}' is no number of a release: write 1, 2, 3 …`,
      exitCode: 3,
      actions: ['backlot releases list <environment>'],
    });
  },
});
