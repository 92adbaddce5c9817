import { describe, expect, it } from '@jest/globals';
import { scheduleProblem } from '../../rules/schedule-expression.js';

describe('scheduleProblem', () => {
  it.each([
    'cron(0 1 * * ? *)',
    'cron(0/5 8-17 ? JAN,MAR MON-FRI 2026-2030)',
    'cron(15 10 L * ? *)',
    'cron(15 10 3W * ? *)',
    'cron(0 9 ? * 2#1 *)',
    'cron(0 9 ? * 6L *)',
    'cron(0 */6 * * ? *)',
  ])('finds nothing wrong with %s', (text) => {
    expect(scheduleProblem(text)).toBeUndefined();
  });

  it.each([
    ['cron(0 1 * * ?)', /six fields/],
    ['cron(60 1 * * ? *)', /'60' does not fit the field minutes/],
    ['cron(0 24 * * ? *)', /'24' does not fit the field hours/],
    ['cron(0 1 0 * ? *)', /'0' does not fit the field day of month/],
    ['cron(0 1 * 13 ? *)', /'13' does not fit the field month/],
    ['cron(0 1 ? * 8 *)', /'8' does not fit the field day of week/],
    ['cron(0 1 ? * MO *)', /'MO' does not fit the field day of week/],
    ['cron(0 1 * * ? 1969)', /'1969' does not fit the field year/],
    ['cron(0/0 1 * * ? *)', /'0\/0' does not fit the field minutes/],
    ['cron(0 1 * * MON *)', /exactly one of day of month and day of week must be \?/],
    ['cron(0 1 ? * ? *)', /exactly one/],
  ])('says what is wrong with %s', (text, expected) => {
    expect(scheduleProblem(text)).toMatch(expected);
  });
});
