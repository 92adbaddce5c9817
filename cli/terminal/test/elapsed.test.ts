import { describe, expect, it } from '@jest/globals';
import { elapsed } from '../elapsed.js';

describe('elapsed', () => {
  it.each([
    [0.4, '0 ms'],
    [420, '420 ms'],
    [3140, '3.1 s'],
    [59_949, '59.9 s'],
    [59_990, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_725_000, '1 h 02 m'],
  ])('writes %d ms for people', (ms, expected) => {
    expect(elapsed(ms)).toBe(expected);
  });
});
