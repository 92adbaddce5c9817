import { describe, expect, it } from '@jest/globals';
import { CPU_QUANTITY, MEMORY_QUANTITY, quantity } from '../quantity.js';

describe('quantity', () => {
  it.each([
    ['250m', 0.25],
    ['2', 2],
    ['1.5', 1.5],
    ['512Mi', 536_870_912],
    ['2Gi', 2_147_483_648],
    ['1G', 1_000_000_000],
  ])('reads %s as %d', (text, amount) => {
    expect(quantity(text)).toBeCloseTo(amount, 9);
  });

  it.each(['', 'Mi', '-1', '1 Gi', '1mib'])("refuses '%s'", (text) => {
    expect(() => quantity(text)).toThrow(expect.objectContaining({ code: 'InvalidQuantity', exitCode: 3 }));
  });

  it('tells CPU and memory apart by how they are written', () => {
    expect(['250m', '2', '1.5', '0.5'].filter((text) => !CPU_QUANTITY.test(text))).toEqual([]);
    expect(['0', '0m', '0.0', '512Mi', '1.5m'].filter((text) => CPU_QUANTITY.test(text))).toEqual([]);
    expect(['512Mi', '2Gi', '1G'].filter((text) => !MEMORY_QUANTITY.test(text))).toEqual([]);
    expect(['512', '512m', '0Mi', '1.5Gi', '512MB'].filter((text) => MEMORY_QUANTITY.test(text))).toEqual([]);
  });
});
