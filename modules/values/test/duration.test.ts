import { describe, expect, it } from '@jest/globals';
import { Duration } from '../duration.js';

describe('Duration', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['30d', 2_592_000],
    ['2w', 1_209_600],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(Duration.parse(text).toSeconds()).toBe(seconds);
  });

  it.each(['0d', '1.5h', '-3m', '30', 'P30D', ' 1d'])('refuses %p, quoting it', (text) => {
    expect(() => Duration.parse(text)).toThrow(`'${text}' is not a duration`);
  });

  it('refuses a span that is not above zero', () => {
    expect(() => Duration.seconds(0)).toThrow('above 0, not 0');
    expect(() => Duration.minutes(0.001)).toThrow('whole number of seconds');
  });

  it('rounds days up, because a retention must not end early', () => {
    expect(Duration.hours(25).toDays()).toBe(2);
    expect(Duration.days(7).toDays()).toBe(7);
  });

  it('prints the largest unit that divides it', () => {
    expect([Duration.seconds(90), Duration.hours(48), Duration.minutes(60)].map(String)).toEqual(['90s', '2d', '1h']);
  });
});
