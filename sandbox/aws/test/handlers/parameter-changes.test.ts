import { describe, expect, it } from '@jest/globals';
import { parameterChanges, portions } from '../../handlers/parameter-changes.js';

const parameter = (name: string, value: string, apply_method = 'immediate') => ({ name, value, apply_method });

describe('parameterChanges', () => {
  it('sets what is new or differs, also when only the way of applying does', () => {
    const before = [parameter('a', '1'), parameter('b', '1'), parameter('c', '1')];
    const after = [
      parameter('a', '1'),
      parameter('b', '2'),
      parameter('c', '1', 'pending-reboot'),
      parameter('d', '1'),
    ];
    expect(parameterChanges(before, after).set.map(({ name }) => name)).toEqual(['b', 'c', 'd']);
  });

  it('resets what is no longer declared', () => {
    const changes = parameterChanges([parameter('a', '1'), parameter('b', '1')], [parameter('b', '1')]);
    expect(changes).toEqual({ set: [], reset: [parameter('a', '1')] });
  });
});

describe('portions', () => {
  it('splits after 20 parameters', () => {
    const many = Array.from({ length: 45 }, (_, index) => parameter(`p${index}`, '1'));
    expect(portions(many).map(({ length }) => length)).toEqual([20, 20, 5]);
  });

  it('makes no request for no parameters', () => {
    expect(portions([])).toEqual([]);
  });
});
