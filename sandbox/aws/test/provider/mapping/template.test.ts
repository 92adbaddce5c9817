import { describe, expect, it } from '@jest/globals';
import { fill, parseTemplate, pickPath, placeholdersOf } from '../../../provider/mapping/template.js';

const place = { region: 'eu-central-1', account: '123456789012', partition: 'aws' };

describe('a template', () => {
  it('takes whole values as they are, and leaves out what is null', () => {
    const state = { id: 'vpc-1', zones: ['a', 'b'], note: null };
    expect(fill({ Ids: ['{id}'], Zones: '{zones}', Note: '{note}', Fixed: 1 }, state, place)).toEqual({
      Ids: ['vpc-1'],
      Zones: ['a', 'b'],
      Fixed: 1,
    });
  });

  it('knows the place, and prefers the resource its own region', () => {
    const template = 'arn:{partition}:ec2:{region}:{account}:vpc/{id}';
    expect(fill(template, { id: 'v' }, place)).toBe('arn:aws:ec2:eu-central-1:123456789012:vpc/v');
    expect(fill('{region}', { region: 'us-east-1' }, place)).toBe('us-east-1');
  });

  it('reaches into blocks', () => {
    expect(fill('{vpc.0.id}', { vpc: [{ id: 'x' }] }, place)).toBe('x');
    expect(placeholdersOf({ a: ['{vpc.0.id}', '{name}'] })).toEqual(['vpc', 'name']);
  });

  it('gives the same digest to the same attributes, whatever their tags', () => {
    const digest = fill('{hash}', { name: 'a' }, place);
    expect(fill('{hash}', { name: 'a', tags: { k: 'v' }, id: 'x' }, place)).toBe(digest);
    expect(fill('{hash}', { name: 'b' }, place)).not.toBe(digest);
  });

  it('is read backwards at import, the last part taking the rest', () => {
    expect(parseTemplate('{role}:{name}', 'admin:read:all')).toEqual({ role: 'admin', name: 'read:all' });
    expect(parseTemplate('{a}/{b}', 'no separator')).toBeUndefined();
  });
});

describe('a path in an answer', () => {
  const answer = {
    Rules: [
      { Id: '1', Name: 'one' },
      { Id: '2', Name: 'two' },
    ],
    Vpc: { VpcId: 'v' },
  };

  it.each([
    ['Vpc.VpcId', 'v'],
    ['Rules.1.Name', 'two'],
    ['Rules[Id={id}].Name', 'two'],
    ['Rules[Id=1].Name', 'one'],
    ['Rules[Id=3].Name', undefined],
    ['Nothing.0.Here', undefined],
  ])('%s leads to %s', (path, expected) => {
    expect(pickPath(answer, path, { id: '2' }, place)).toBe(expected);
  });
});
