import { describe, expect, it } from '@jest/globals';
import type { DriftOwner } from '../drift-result.js';
import { nameAuthors } from '../trail/name-authors.js';
import { openTrail, type TrailDependencies } from '../trail/trail.js';

interface Lookup {
  readonly region: string;
  readonly input: { LookupAttributes: { AttributeValue: string }[]; StartTime?: Date };
}

/** CloudTrail that answers from events by resource name. */
function fakeTrail(events: Readonly<Record<string, object[]>>, fail?: Error) {
  const lookups: Lookup[] = [];
  const client = async (region: string) => ({
    send: async ({ input }: { input: Lookup['input'] }) => {
      lookups.push({ region, input });
      if (fail) throw fail;
      return { Events: events[input.LookupAttributes[0]?.AttributeValue ?? ''] ?? [] };
    },
  });
  const dependencies = { client, paceMs: 0 } as unknown as TrailDependencies;
  return { lookups, trail: openTrail({ region: 'eu-west-1', accountId: '123456789012' }, dependencies) };
}

const event = (name: string, minute: number, readOnly = 'false') => ({
  EventName: name,
  ReadOnly: readOnly,
  Username: 'ann',
  EventTime: new Date(Date.UTC(2026, 10, 21, 4, minute)),
  CloudTrailEvent: JSON.stringify({
    sourceIPAddress: '192.0.2.7',
    userIdentity: { arn: 'arn:aws:sts::123456789012:assumed-role/sre/ann' },
  }),
});

function owner(physicalId: string, type = 'aws_s3_bucket'): DriftOwner {
  const attributes = [{ path: 'tags.a', kind: 'outside', sensitive: false, unknown: false }] as const;
  const resource = {
    address: 'a',
    type,
    owner: 'media',
    change: 'changed',
    kind: 'outside',
    attributes,
    physicalId,
  } as const;
  const counts = { code: 0, outside: 1, noise: 0, durationMs: 0 };
  return { id: 'media', status: 'drifted', resources: [resource], appliedAt: '2026-11-21T03:00:00Z', ...counts };
}

describe('who did it', () => {
  it('is told newest first, since the last apply, without those who only looked', async () => {
    const { trail, lookups } = fakeTrail({
      films: [event('PutBucketTagging', 1), event('PutBucketPolicy', 9), event('GetBucketTagging', 12, 'true')],
    });
    const [named] = await nameAuthors([owner('films')], trail);
    expect(named?.resources[0]?.authors).toEqual([
      {
        who: 'arn:aws:sts::123456789012:assumed-role/sre/ann',
        at: '2026-11-21T04:09:00.000Z',
        action: 'PutBucketPolicy',
        source: '192.0.2.7',
      },
      expect.objectContaining({ action: 'PutBucketTagging' }),
    ]);
    expect(lookups[0]).toMatchObject({ region: 'eu-west-1', input: { StartTime: new Date('2026-11-21T03:00:00Z') } });
  });

  it('is asked by the name at the end of an ARN too, and of global services in us-east-1', async () => {
    const arn = 'arn:aws:iam::123456789012:role/deploy';
    const { trail, lookups } = fakeTrail({ [arn]: [event('UpdateRole', 1)] });
    const [named] = await nameAuthors([owner(arn, 'aws_iam_role')], trail);
    expect(named?.resources[0]?.authors?.[0]?.action).toBe('UpdateRole');
    expect(lookups.map(({ region, input }) => [region, input.LookupAttributes[0]?.AttributeValue])).toEqual([
      ['us-east-1', 'deploy'],
      ['us-east-1', arn],
    ]);
  });

  it('stays unknown, with the reason, where the trail names nobody or may not be read; that is asked once', async () => {
    const [quiet] = await nameAuthors([owner('films')], fakeTrail({}).trail);
    expect(quiet?.resources[0]?.trail).toMatch(/^no trail: the trail names nobody/);
    const denied = fakeTrail({}, Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const named = await nameAuthors([owner('films'), owner('site')], denied.trail);
    expect(named.map(({ resources }) => resources[0]?.trail)).toEqual([
      'no trail: cloudtrail:LookupEvents is not allowed',
      'no trail: cloudtrail:LookupEvents is not allowed',
    ]);
    expect(denied.lookups).toHaveLength(1);
  });
});
