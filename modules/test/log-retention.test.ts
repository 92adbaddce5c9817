import { describe, expect, it } from '@jest/globals';
import { logRetentionDays } from '../log-retention.js';
import { Duration } from '../values/duration.js';

describe('logRetentionDays', () => {
  it.each([
    ['12h', 1],
    ['30d', 30],
    ['31d', 60],
    ['400d', 400],
    ['600w', 3653],
  ])('turns %s into %i days', (text, days) => {
    expect(logRetentionDays(Duration.parse(text))).toBe(days);
  });
});
