import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { errorText, toBacklotError } from '../error-report.js';
import { plain } from '../paint.js';

const known = { command: 'backlot plan', flags: [] };

describe('error report', () => {
  it('keeps our own errors as they are', () => {
    const error = new BacklotError({ code: 'X', message: 'y' });
    expect(toBacklotError(error, [], known)).toBe(error);
  });

  it('reports something that is no error at all', () => {
    expect(toBacklotError('boom', [], known)).toMatchObject({ code: 'Unexpected', source: 'platform', exitCode: 1 });
  });

  it('names a connection that was lost, however deep it is wrapped, and repeats the command', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9090'), {
      code: 'ECONNREFUSED',
      port: 9090,
    });
    const both = new AggregateError([refused], '');
    for (const error of [refused, both, new TypeError('fetch failed', { cause: both })]) {
      expect(toBacklotError(error, ['local', '--json'], known)).toMatchObject({
        code: 'ConnectionLost',
        source: 'upstream',
        message: 'what the command was talking to is gone: connect ECONNREFUSED 127.0.0.1:9090',
        actions: expect.arrayContaining(['backlot plan local --json']),
      });
    }
    const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' });
    expect(toBacklotError(missing, [], known)).toMatchObject({ code: 'Unexpected' });
  });

  it('breaks prose between words where a width is given, and no command', () => {
    const command = `backlot deploy local --plan 3f2a91 --lose ${'x'.repeat(30)}`;
    const error = new BacklotError({
      code: 'X',
      message: 'one two three four',
      hints: ['five six seven'],
      actions: [command],
    });
    expect(errorText(error, plain, { width: 14 })).toBe(
      `error: one two\nthree four\n\nhint: five six\nseven\n\nnext:\n  ${command}`,
    );
  });

  it('keeps the lines of a code frame', () => {
    const error = new BacklotError({ code: 'X', message: 'wrong\n  1 | a: b\n    | ^' });
    expect(errorText(error, plain)).toBe('error: wrong\n  1 | a: b\n    | ^');
  });
});
