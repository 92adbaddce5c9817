import { describe, expect, it } from '@jest/globals';
import { usageError } from '../usage-error.js';

const known = { command: 'backlot plan', flags: ['stack', 'refresh', 'detailed-exitcode'] };

class NonExistentFlagsError extends Error {
  readonly oclif = { exit: 2 };
  constructor(readonly flags: string[]) {
    super(`Nonexistent flag: ${flags.join(', ')}\nSee more help with --help`);
  }
}

describe('usage errors', () => {
  it('exit with 3 and say what was meant', () => {
    const error = usageError(new NonExistentFlagsError(['--stak']), known);
    expect(error).toMatchObject({
      code: 'UnknownFlag',
      exitCode: 3,
      message: 'unknown flag: --stak; did you mean --stack?',
      actions: ['backlot plan --help'],
    });
  });

  it('guess nothing where nothing is near', () => {
    expect(usageError(new NonExistentFlagsError(['--qqqqqqq']), known)?.message).toBe('unknown flag: --qqqqqqq');
  });

  it('leave other errors alone', () => {
    expect(usageError(new Error('boom'), known)).toBeUndefined();
  });
});
