import { describe, expect, it } from '@jest/globals';
import type { Equality } from '../../../handlers/contract.js';
import type { TerraformType } from '../../../provider/schema/schema.js';
import { means } from '../../../provider/values/equality.js';
import { UNKNOWN, type Value } from '../../../provider/values/value.js';

function same(left: Value, right: Value, type: TerraformType = 'string', rule?: Equality): boolean {
  return means(left, right, type, rule ? { a: rule } : {}, 'a');
}

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });

describe('two spellings of a value', () => {
  it('mean the same when only the layout of a document differs', () => {
    expect(same('{"b":1,"a":[1,2]}', '{ "a": [1, 2], "b": 1 }')).toBe(true);
    expect(same('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
  });

  it('mean the same policy with lists of one, other orders and the root of an account', () => {
    const left = policy([{ Effect: 'Allow', Action: ['s3:GetObject'], Principal: { AWS: '123456789012' } }]);
    const right = policy({
      Action: 's3:GetObject',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Effect: 'Allow',
    });
    expect(same(left, right)).toBe(true);
    expect(same(policy({ Action: ['a', 'b'] }), policy({ Action: ['b', 'a'] }))).toBe(true);
    expect(same(policy({ Effect: 'Allow' }), policy({ Effect: 'Deny' }))).toBe(false);
  });

  it('mean different things when a text only looks like a document', () => {
    expect(same('{broken', '{broken ')).toBe(false);
  });

  it('mean the same set in any order, and as often', () => {
    expect(same(['a', 'b'], ['b', 'a'], ['set', 'string'])).toBe(true);
    expect(same(['a', 'a'], ['a', 'b'], ['set', 'string'])).toBe(false);
    expect(same(['a', 'b'], ['b', 'a'], ['list', 'string'])).toBe(false);
  });

  it('follow what the handler says', () => {
    expect(same('Abc', 'aBC', 'string', 'ignore-case')).toBe(true);
    expect(same('example.com.', 'example.com', 'string', 'ignore-trailing-dot')).toBe(true);
    expect(same(['a', 'b'], ['b', 'a'], ['list', 'string'], 'any-order')).toBe(true);
    expect(same('8.0', '8', 'string', (left, right) => Number(left) === Number(right))).toBe(true);
    expect(same('Abc', 'aBC')).toBe(false);
  });

  it('mean the same number or truth written as text', () => {
    expect(same('5', 5)).toBe(true);
    expect(same('true', true)).toBe(true);
  });

  it('mean nothing when one is unknown', () => {
    expect(same(UNKNOWN, 'a')).toBe(false);
    expect(same(UNKNOWN, UNKNOWN)).toBe(true);
  });
});
