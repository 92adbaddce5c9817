import { describe, expect, it } from '@jest/globals';
import { idChanges } from '../../../handlers/elasticache/id-changes.js';

describe('idChanges', () => {
  it('names what is added and what is removed', () => {
    expect(idChanges('UserIds', ['a', 'b'], ['b', 'c'])).toEqual({ UserIdsToAdd: ['c'], UserIdsToRemove: ['a'] });
  });

  it('leaves out a member that would be empty', () => {
    expect(idChanges('UserIds', null, ['a'])).toEqual({ UserIdsToAdd: ['a'] });
    expect(idChanges('UserIds', ['a'], undefined)).toEqual({ UserIdsToRemove: ['a'] });
  });
});
