import { describe, expect, it } from '@jest/globals';
import { bucketLifecycleRule } from '../bucket-lifecycle.js';
import { Duration } from '../values/duration.js';
import { errorOf } from './fixtures/synthesized-module.js';

describe('bucket lifecycle', () => {
  const expireNoncurrent = Duration.days(7);

  it('speaks of all objects of the bucket', () => {
    expect(bucketLifecycleRule({ expireNoncurrent })).toMatchObject({ status: 'Enabled', filter: [{ prefix: '' }] });
  });

  it('refuses to make cold what is gone by then', () => {
    const [expire, coldAfter] = [Duration.days(30), Duration.days(30)];
    expect(errorOf(() => bucketLifecycleRule({ expireNoncurrent, expire, coldAfter }))).toMatchObject({
      code: 'InvalidLifecycle',
      message: 'objects cannot get cold after 30d when they are removed after 30d',
    });
  });
});
