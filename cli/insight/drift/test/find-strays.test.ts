import { ResourceGroupsTaggingAPIClient as TaggingClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { findStrays, withoutHome } from '../stacks/find-strays.js';

afterEach(() => {
  jest.restoreAllMocks();
});

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

  it('is told by states that are read and parsed once each', async () => {
    const text = JSON.stringify({ version: 4, serial: 1, lineage: 'l', resources: [] });
    const reads: string[] = [];
    const read = async ({ key }: { readonly key: string }) => {
      reads.push(key);
      return { body: text, etag: '1', ageSeconds: 0 };
    };
    const stacks = ['foundation', 'network'].map((id) => ({ id, state: { bucket: 'b', key: `local/${id}.tfstate` } }));
    const session = {
      environment: { id: 'local', platform: 'movies' },
      cloud: { region: 'eu-central-1', objects: { read } },
      stacks,
    } as unknown as Parameters<typeof findStrays>[0];
    const nothing = { send: async () => ({ ResourceTagMappingList: [] }), destroy: () => {} };
    const parse = jest.spyOn(JSON, 'parse');
    expect(
      await findStrays(session, async () => Object.setPrototypeOf(nothing, TaggingClient.prototype) as TaggingClient),
    ).toEqual([]);
    expect(parse.mock.calls.filter(([each]) => each === text)).toHaveLength(2);
    expect(reads).toEqual(['local/foundation.tfstate', 'local/network.tfstate']);
  });

  it('is not told by a state that is damaged, which is named', async () => {
    const stacks = [{ id: 'network', state: { bucket: 'b', key: 'local/network.tfstate' } }];
    const objects = { read: async () => ({ body: 'x', etag: '1', ageSeconds: 0 }) };
    const session = { environment: {}, cloud: { objects }, stacks } as unknown as Parameters<typeof findStrays>[0];
    const open = async () => Promise.reject(new Error('not asked'));
    await expect(findStrays(session, open)).rejects.toMatchObject({
      code: 'CorruptState',
      message: expect.stringContaining('s3://b/local/network.tfstate'),
    });
  });
});
