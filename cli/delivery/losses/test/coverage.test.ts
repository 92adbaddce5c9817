import { expect, it } from '@jest/globals';
import { coverage } from '../find-losses.js';

const proof = { set: '20261130t030000-0a1b', upTo: '2026-11-30T03:00:00Z', stores: ['main'] };

it.each([
  ['postgres.main', 'films-prod-main', true],
  ['postgres.films-main', 'films-prod-films-main', false],
  ['postgres.other', 'films-prod-other', false],
])('a proof of the store main covers %s (%s): %s', (name, physical, covers) => {
  expect(coverage(proof, { name, physical }, 'films-prod').covers).toBe(covers);
});
