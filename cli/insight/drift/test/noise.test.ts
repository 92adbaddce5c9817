import { describe, expect, it } from '@jest/globals';
import { NOISE_RULES, noiseReason, type ValuePair } from '../noise/index.js';

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const read = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: '*',
  Principal: { AWS: '123456789012' },
};
const deny = { Effect: 'Deny', Action: 's3:*', Resource: ['*'], Principal: '*' };
const turned = {
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Resource: ['*'],
  Action: ['S3:ListBucket', 's3:GetObject'],
  Effect: 'Allow',
};

type Case = readonly [rule: string, same: Omit<ValuePair, 'type'> & { type?: string }, different: Partial<ValuePair>];

const cases: readonly Case[] = [
  ['empty-or-null', { path: 'description', one: null, other: '' }, { other: 'x' }],
  ['quotes', { path: 'port', one: '5432', other: 5432 }, { other: 5433 }],
  ['set-order', { path: 'subnet_ids', one: ['a', 'b'], other: ['b', 'a'] }, { path: 'command' }],
  ['policy-form', { path: 'policy', one: policy(read, deny), other: policy(deny, turned) }, { other: policy(deny) }],
  [
    'json-form',
    { path: 'pattern', one: '{"a":1,"b":[1,2]}', other: '{ "b": [1, 2], "a": 1 }' },
    { other: '{"a":1,"b":[2,1]}' },
  ],
  ['case', { path: 'maintenance_window', one: 'Sun:03:00-Sun:04:00', other: 'sun:03:00-sun:04:00' }, { path: 'user' }],
  [
    'dns-name',
    { type: 'aws_route53_record', path: 'name', one: 'A.example.', other: 'a.example' },
    { other: 'b.example' },
  ],
  [
    'key-reference',
    { path: 'kms_key_id', one: 'arn:aws:kms:eu-west-1:123456789012:key/1', other: '1' },
    { other: '2' },
  ],
  ['minor-version', { path: 'engine_version', one: '16', other: '16.4' }, { other: '17.4' }],
  ['system-tag', { path: 'tags.aws:cloudformation:stack-name', one: undefined, other: 'x' }, { path: 'tags.owner' }],
  ['default', { type: 'aws_iam_role', path: 'path', one: undefined, other: '/' }, { other: '/admin/' }],
];

describe('a difference that means nothing', () => {
  it.each(cases)('is known as %s, and one like it that means something is not', (id, same, different) => {
    const pair = { type: 'aws_thing', ...same };
    const rule = NOISE_RULES.find((each) => each.id === id);
    expect(rule?.matches(pair)).toBe(true);
    expect(noiseReason(pair)).toBeDefined();
    expect(noiseReason({ ...pair, ...different })).toBeUndefined();
  });

  it('has a case for every rule', () => {
    expect(cases.map(([id]) => id).sort()).toEqual(NOISE_RULES.map(({ id }) => id).sort());
  });

  it('is found inside of blocks, unless something beside it means something', () => {
    const one = [{ description: null, ports: [1], name: 'a' }];
    const pair = { type: 'aws_thing', path: 'rule', one, other: [{ description: '', ports: [1], name: 'a' }] };
    expect(noiseReason(pair)).toMatch(/empty and not set/);
    expect(noiseReason({ ...pair, other: [{ description: '', ports: [2], name: 'a' }] })).toBeUndefined();
  });
});
