import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { change } from '../../../commands/test/support/results.js';
import { assertFirstNames, renamedFromNothing } from '../renamed-from-nothing.js';

const environment = {
  media: { buckets: { uploads: {}, covers: { renamedFrom: 'postres' } } },
} as unknown as Environment;
const of = (id: string, action: 'create' | 'delete') => ({
  ...change(`aws_s3_bucket.bucket-${id}`, action),
  type: 'aws_s3_bucket',
});
const state = (...ids: string[]) => ({
  resources: ids.map((id) => ({ address: `aws_s3_bucket.bucket-${id}`, type: 'aws_s3_bucket' })),
});

describe('a renamedFrom that names nothing', () => {
  it('is refused with the nearest name that the state has, where that would be removed, empty or not', () => {
    const changes = [of('postres', 'create'), of('posters', 'delete')];
    const made = renamedFromNothing(environment, changes, state('uploads', 'posters'));
    expect(() => assertFirstNames(made)).toThrow(
      expect.objectContaining({
        code: 'UnknownFirstName',
        exitCode: 3,
        message:
          "buckets.covers.renamedFrom names 'postres', which nothing was made under (did you mean 'posters'?), and posters would be removed",
      }),
    );
  });

  it('is told where nothing is removed, with what the state has', () => {
    const made = renamedFromNothing(environment, [of('postres', 'create')], state('uploads'));
    expect(assertFirstNames(made)).toEqual([
      "buckets.covers.renamedFrom names 'postres', which nothing was made under (the state has uploads): it is made anew, and empty",
    ]);
  });

  it('is nothing in a new environment, for what is there, and for what was deleted outside', () => {
    const create = [of('postres', 'create')];
    expect(assertFirstNames(renamedFromNothing(environment, create, undefined))).toEqual([]);
    expect(renamedFromNothing(environment, [], state('postres'))).toEqual([]);
    expect(renamedFromNothing(environment, create, state('postres'))).toEqual([]);
  });
});
