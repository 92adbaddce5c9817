import { describe, expect, it } from '@jest/globals';
import { comparable, diffValues } from '../value-diff.js';

describe('the difference between the values of two releases', () => {
  it('names each leaf with its value before and after', () => {
    const before = { replicas: { min: 3, max: 10 }, canary: { steps: [20, 50] }, args: [] };
    const after = { replicas: { min: 3, max: 12 }, canary: { steps: [20] }, args: ['--fast'] };
    expect(diffValues(before, after)).toEqual([
      { path: 'args', before: [], after: undefined, sensitive: false },
      { path: 'args[0]', before: undefined, after: '--fast', sensitive: false },
      { path: 'canary.steps[1]', before: 50, after: undefined, sensitive: false },
      { path: 'replicas.max', before: 10, after: 12, sensitive: false },
    ]);
  });

  it('withholds what is named like a secret, and shows where secrets are kept', () => {
    const changes = diffValues(
      { env: { API_TOKEN: 'old', DB_PASSWORD: 'a' }, secrets: [{ remote: 'arn:one' }] },
      { env: { API_TOKEN: 'new', DB_PASSWORD: 'b' }, secrets: [{ remote: 'arn:two' }] },
    );
    expect(changes.map(({ path, sensitive }) => [path, sensitive])).toEqual([
      ['env.API_TOKEN', true],
      ['env.DB_PASSWORD', true],
      ['secrets[0].remote', false],
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/old|new|"a"|"b"/);
  });

  it('does not count who brought a version', () => {
    const values = (id: string) => ({ release: { id, declaredImage: '1.0.0' } });
    expect(diffValues(values('one'), values('two'))).toEqual([]);
    expect(comparable(values('one'))).toEqual(comparable(values('two')));
  });
});
