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

  it('keeps the lines of a code frame', () => {
    const error = new BacklotError({ code: 'X', message: 'wrong\n  1 | a: b\n    | ^' });
    expect(errorText(error, plain)).toBe('error: wrong\n  1 | a: b\n    | ^');
  });
});
