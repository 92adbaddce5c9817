import { describe, expect, it } from '@jest/globals';
import { withoutHome } from '../stacks/find-strays.js';

const stray = (arn: string) => ({
  arn,
  type: 'x',
  name: arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1),
});

describe('what is outside of every state', () => {
  it('is not the state bucket and its key, before the first deploy takes them over', () => {
    const key = 'arn:aws:kms:eu-central-1:000000000000:key/6d1f';
    const bucket = stray('arn:aws:s3:::movies-local-state');
    const other = stray('arn:aws:s3:::left-behind');
    const home = [
      { type: 'aws_s3_bucket', id: 'movies-local-state', condition: 'exists' as const },
      { type: 'aws_kms_key', id: key, condition: 'exists' as const },
      { type: 'aws_kms_alias', id: '', condition: 'missing' as const },
    ];
    expect(withoutHome([bucket, stray(key), other], home)).toEqual([other]);
  });
});
