import { describe, expect, it } from '@jest/globals';
import { taggedAs } from '../tagged-as.js';

const SET = '20261121t101717-3f9a';
const prod = { platform: 'movies', environment: 'prod' };
const ours = { 'backlot:environment': 'prod' };

describe('what backups made', () => {
  it('is known by its tag, in its own environment only', () => {
    const tags = { ...ours, 'backlot:backup-set': SET, 'backlot:backup-purpose': 'verify' };
    expect(taggedAs('rds', 'store', 'x', tags, prod)).toMatchObject([{ id: 'x', set: SET, purpose: 'verify' }]);
    expect(taggedAs('rds', 'store', 'x', tags, { ...prod, environment: 'dev' })).toEqual([]);
    expect(taggedAs('rds', 'store', 'x', ours, prod)).toEqual([]);
    // Another platform of the account may have an environment of the same name.
    const theirs = { ...tags, 'backlot:platform': 'series' };
    expect(taggedAs('rds', 'snapshot', 'x', theirs, prod)).toEqual([]);
    expect(taggedAs('rds', 'snapshot', 'x', { ...tags, 'backlot:platform': 'movies' }, prod)).toHaveLength(1);
  });

  it('is known by its name where an earlier version put it aside without a mark', () => {
    const name = `movies-prod-main-before-${SET}`;
    expect(taggedAs('rds', 'store', name, ours, prod)).toMatchObject([{ id: name, set: SET, purpose: 'replaced' }]);
    // Somebody else's has our tags no more than any other thing of theirs.
    expect(taggedAs('rds', 'store', name, {}, prod)).toEqual([]);
    expect(taggedAs('rds', 'snapshot', name, ours, prod)).toEqual([]);
  });
});
