import { describe, expect, it } from '@jest/globals';
import { rotationSchedule } from '../rotation-schedule.js';
import { Duration } from '../values/duration.js';
import { errorOf } from './fixtures/synthesized-module.js';

describe('rotation schedule', () => {
  it('counts days where the period is of days', () => {
    expect(rotationSchedule(Duration.days(30))).toEqual({ automaticallyAfterDays: 30 });
  });

  it('is an expression for hours', () => {
    expect(rotationSchedule(Duration.hours(36))).toEqual({ scheduleExpression: 'rate(36 hours)' });
  });

  it.each(['3h', '1000d', '270m'])('refuses %s', (every) => {
    expect(errorOf(() => rotationSchedule(Duration.parse(every)))).toMatchObject({
      code: 'InvalidRotationPeriod',
      message: `a secret can be rotated every 4h to 999d, in whole hours, not every ${every}`,
    });
  });
});
