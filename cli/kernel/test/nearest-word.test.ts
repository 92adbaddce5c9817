import { describe, expect, it } from '@jest/globals';
import { nearestWord } from '../nearest-word.js';

describe('the nearest word', () => {
  it('is found only within half of its length', () => {
    expect(nearestWord('sandbx status', ['sandbox up', 'sandbox status'])).toBe('sandbox status');
    expect(nearestWord('zzz', ['plan', 'graph'])).toBeUndefined();
    expect(nearestWord('plan', [])).toBeUndefined();
  });
});
