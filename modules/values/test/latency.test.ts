import { describe, expect, it } from '@jest/globals';
import { latencySeconds } from '../latency.js';

describe('latencySeconds', () => {
  it.each([
    ['500ms', 0.5],
    ['1ms', 0.001],
    ['2s', 2],
    ['1m', 60],
  ])('reads %s as %d', (text, seconds) => {
    expect(latencySeconds(text)).toBeCloseTo(seconds, 9);
  });

  it.each(['0.5s', '500', '0ms', '1h', ''])("refuses '%s'", (text) => {
    expect(() => latencySeconds(text)).toThrow(expect.objectContaining({ code: 'InvalidLatency', exitCode: 3 }));
  });
});
