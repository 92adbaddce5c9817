import { describe, expect, it } from '@jest/globals';
import { isAtLeast } from '../version-order.js';

describe('the order of versions', () => {
  it.each([
    ['1.10.0', '1.10.0'],
    ['1.10', '1.10.0'],
    ['v1.12.6', '1.10.0'],
    ['2.0.0', '1.10.5'],
    ['1.11.0-rc1', '1.11.0'],
  ])('takes %s for at least %s', (version, minimum) => {
    expect(isAtLeast(version, minimum)).toBe(true);
  });

  it.each([
    ['1.9.9', '1.10.0'],
    ['1.10.0', '1.10.1'],
    ['0.99.0', '1.0.0'],
  ])('takes %s for older than %s', (version, minimum) => {
    expect(isAtLeast(version, minimum)).toBe(false);
  });
});
