import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../backlot-error.js';

describe('BacklotError', () => {
  it('is the user’s to mend and exits 1 unless said otherwise', () => {
    const error = new BacklotError({ code: 'Lost', message: 'gone' });
    expect(error).toMatchObject({ source: 'user', exitCode: 1, actions: [] });
  });

  it('prints code, next steps and details as one object, without cause or stack', () => {
    const error = new BacklotError({
      code: 'Lost',
      message: 'gone',
      source: 'upstream',
      actions: ['backlot up'],
      details: { port: 4566 },
      cause: new Error('inner'),
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'Lost',
      message: 'gone',
      source: 'upstream',
      actions: ['backlot up'],
      port: 4566,
    });
    expect(error.cause).toBeInstanceOf(Error);
  });
});
