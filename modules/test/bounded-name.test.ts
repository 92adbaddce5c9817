import { describe, expect, it } from '@jest/globals';
import { Token } from 'cdktn';
import { boundedName } from '../bounded-name.js';

describe('boundedName', () => {
  it('keeps a name that fits', () => {
    expect(boundedName('a'.repeat(40), 40)).toBe('a'.repeat(40));
  });

  it('cuts a longer one to the limit and keeps two that start alike apart', () => {
    const names = ['one', 'two'].map((end) => boundedName(`${'a'.repeat(50)}-${end}`, 40));
    expect(names[0]).toHaveLength(40);
    expect(names[0]).not.toBe(names[1]);
    expect(names[0]).toBe(boundedName(`${'a'.repeat(50)}-one`, 40));
  });

  it('leaves no double hyphen where it cuts', () => {
    expect(boundedName(`${'a'.repeat(12)}-${'b'.repeat(20)}`, 20)).toMatch(/^a{12}-[0-9a-f]{6}$/);
  });

  it('refuses a name that Terraform knows only later', () => {
    expect(() => boundedName(`x-${Token.asString({ resolve: () => 'later' })}`, 40)).toThrow(RangeError);
  });
});
