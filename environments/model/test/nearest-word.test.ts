import { describe, expect, it } from '@jest/globals';
import { nearestWord, suggestion } from '../document/nearest-word.js';

const KNOWN = ['network', 'natGateways', 'registry', 's3'];

describe('nearestWord', () => {
  it.each([
    ['netwrok', 'network'],
    ['natgateways', 'natGateways'],
    ['natGateway', 'natGateways'],
    ['registri', 'registry'],
  ])('takes %s for %s', (word, expected) => {
    expect(nearestWord(word, KNOWN)).toBe(expected);
  });

  it.each(['kafka', 'x', 'mongodb'])('does not guess for %s', (word) => {
    expect(nearestWord(word, KNOWN)).toBeUndefined();
  });

  it('knows nothing when nothing is known', () => {
    expect(nearestWord('network', [])).toBeUndefined();
    expect(suggestion('network', [])).toBeUndefined();
  });

  it('lists what is known when nothing is near', () => {
    expect(suggestion('kafka', ['sqs', 'sns'])).toBe('known: sns, sqs');
  });
});
