import { describe, expect, it } from '@jest/globals';
import { objectLockThings } from '../things.js';

const bucket = 'films-prod-state';
const part = (condition: 'exists' | 'missing' | 'different') => ({
  type: 'aws_s3_bucket_object_lock_configuration',
  id: '',
  condition,
});

describe('the Object Lock of the state bucket', () => {
  it.each([
    ['missing', 'created'],
    ['different', 'changed'],
    ['exists', 'exists'],
  ] as const)('that is asked for and %s is %s', (condition, status) => {
    const things = objectLockThings([part(condition)], { bucket, found: condition === 'exists' });
    expect(things).toEqual([{ kind: 's3 bucket object lock configuration', name: bucket, status }]);
  });

  it('that nobody asks for any more is said to stay', () => {
    const [thing] = objectLockThings([], { bucket, found: true });
    expect(thing).toMatchObject({ status: 'exists', note: expect.stringContaining('AWS lets nobody turn it off') });
  });

  it('that nobody ever asked for is not spoken of', () => {
    expect(objectLockThings([], { bucket, found: false })).toEqual([]);
  });
});
