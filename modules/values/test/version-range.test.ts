import { describe, expect, it } from '@jest/globals';
import { VersionRange } from '../version-range.js';

describe('a range of versions', () => {
  it.each([
    ['>=12 <15', [12, 14], [11, 15]],
    ['14', [14], [13, 15]],
    ['=14', [14], [13]],
    ['> 11  <= 14', [12, 14], [11, 15]],
    ['<1', [0], [1]],
    ['>=12', [12, 999], [11]],
  ] as const)('%s includes %j and leaves out %j', (text, inside, outside) => {
    const range = VersionRange.parse(text);
    for (const version of inside) expect([version, range.includes(version)]).toEqual([version, true]);
    for (const version of outside) expect([version, range.includes(version)]).toEqual([version, false]);
  });

  it.each(['', '>=', '12.1', '^12', '>=12, <15', '12 || 14', '-1', 'latest'])('refuses %j as no range', (text) => {
    expect(() => VersionRange.parse(text)).toThrow(/is no range of schema versions: .* is no bound/);
  });

  it.each(['>=15 <12', '<0', '12 13', '>12 <13'])('refuses %s, which nothing is in', (text) => {
    expect(() => VersionRange.parse(text)).toThrow('no version is in it');
  });
});
