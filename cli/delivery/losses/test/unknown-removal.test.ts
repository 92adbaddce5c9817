import { describe, expect, it } from '@jest/globals';
import { change } from '../../../commands/test/support/results.js';
import type { Session } from '../../../session/open/session.js';
import { environment } from '../../../test/fixtures/fixture-environment.js';
import { MemoryCloud } from '../../../test/fixtures/memory-cloud.js';
import { judgePlans } from '../find-losses.js';

describe('a store that goes, and that no state tells anything of', () => {
  it.each(['delete', 'replace'] as const)('is taken to hold something: %s', async (action) => {
    const cloud = await new MemoryCloud().open();
    const session = { cloud, environment, stacks: [] } as unknown as Session;
    const plan = { id: 'media', changes: [change('aws_s3_bucket.bucket-films', action)] };
    const { losses } = await judgePlans(session, [{ plan }]);
    expect(losses.map(({ name, holds }) => [name, holds])).toEqual([
      ['buckets.films', 'what nobody could look into (no state tells what it is)'],
    ]);
  });
});
