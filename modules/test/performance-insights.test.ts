import { describe, expect, it } from '@jest/globals';
import { insightsRetentionDays } from '../performance-insights.js';
import { Duration } from '../values/duration.js';

describe('insightsRetentionDays', () => {
  it.each([7, 31, 62, 713, 731])('takes %i days', (days) => {
    expect(insightsRetentionDays(Duration.days(days))).toBe(days);
  });

  it.each([
    [8, 31],
    [90, 93],
    [732, 713],
  ])('refuses %i days and names %i as the nearest', (days, nearest) => {
    expect(() => insightsRetentionDays(Duration.days(days))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`the nearest is ${nearest}d`) }),
    );
  });
});
