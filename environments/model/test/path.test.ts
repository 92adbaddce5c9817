import { describe, expect, it } from '@jest/globals';
import { formatPath, isWithin } from '../document/path.js';

describe('formatPath', () => {
  it.each([
    [['data', 'postgres', 'main'], 'data.postgres.main'],
    [['services', 'api', 'needs', 0], 'services.api.needs.0'],
    [['tags', 'cost.center'], 'tags["cost.center"]'],
    [['tags', 'a b', 'c'], 'tags["a b"].c'],
    [[], ''],
  ])('writes %j as %s', (path, expected) => {
    expect(formatPath(path)).toBe(expected);
  });
});

describe('isWithin', () => {
  it('holds for the path itself and what is below it', () => {
    expect(isWithin(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(isWithin(['a', 'b', 0], ['a', 'b'])).toBe(true);
  });

  it('does not hold above or beside it', () => {
    expect(isWithin(['a'], ['a', 'b'])).toBe(false);
    expect(isWithin(['a', 'bc'], ['a', 'b'])).toBe(false);
  });
});
