import { describe, expect, it } from '@jest/globals';
import { secretFields, secretVariables } from '../index.js';

describe('variables of a secret', () => {
  it('are one for text, one for each field of JSON, and the name itself for the key that signs', () => {
    expect(secretVariables({ rotation: 'random' })).toEqual([{ ending: '' }]);
    expect(secretVariables({ rotation: 'random', keys: ['user'] })).toEqual([{ ending: 'USER', property: 'user' }]);
    expect(secretVariables({ rotation: 'dual' })).toEqual([
      { ending: '', property: 'current' },
      { ending: 'ACCEPTED', property: 'accepted' },
    ]);
    expect(secretFields({ rotation: 'postgres-users' })).toEqual(['username', 'password']);
  });
});
