import { describe, expect, it } from '@jest/globals';
import { taggedAs } from '../tagged-as.js';

const SET = '20261121t101717-3f9a';
const ours = { 'backlot:platform': 'movies', 'backlot:environment': 'prod' };
const owner = { platform: 'movies', environment: 'prod' };

describe('what backups made', () => {
  it('is known by its tag, in its own environment only', () => {
    const tags = { ...ours, 'backlot:backup-set': SET, 'backlot:backup-purpose': 'verify' };
    expect(taggedAs('rds', 'store', 'x', tags, owner)).toMatchObject([{ id: 'x', set: SET, purpose: 'verify' }]);
    expect(taggedAs('rds', 'store', 'x', tags, { ...owner, environment: 'dev' })).toEqual([]);
    expect(taggedAs('rds', 'store', 'x', tags, { ...owner, environment: 'prod-eu' })).toEqual([]);
    expect(taggedAs('rds', 'store', 'x', ours, owner)).toEqual([]);
  });

  it('is of no other platform that has an environment of the same name', () => {
    const tags = { ...ours, 'backlot:backup-set': SET, 'backlot:backup-purpose': 'restore' };
    expect(taggedAs('rds', 'store', 'x', tags, { ...owner, platform: 'series' })).toEqual([]);
    const aside = `movies-prod-main-before-${SET}`;
    expect(taggedAs('rds', 'store', aside, ours, { ...owner, platform: 'series' })).toEqual([]);
  });

  it('is known by its name where an earlier version put it aside without a mark', () => {
    const name = `movies-prod-main-before-${SET}`;
    expect(taggedAs('rds', 'store', name, ours, owner)).toMatchObject([{ id: name, set: SET, purpose: 'replaced' }]);
    // Somebody else's has our tags no more than any other thing of theirs.
    expect(taggedAs('rds', 'store', name, {}, owner)).toEqual([]);
    expect(taggedAs('rds', 'snapshot', name, ours, owner)).toEqual([]);
  });
});
