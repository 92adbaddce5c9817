import type { S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { RetainedObjects, S3ByteObjects, S3ConditionalObjects } from '../aws/index.js';

const DAY = 86_400_000;
const bucket = 'films-prod-state';
const refused = (name: string, message = name) => Object.assign(new Error(message), { name });

let sent: { readonly name: string; readonly input: Record<string, unknown> }[];
let told: string[];
/** What S3 answers a request with retention, and any other. */
let answer: (name: string, input: Record<string, unknown>) => Error | undefined;

const client = {
  send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push({ name, input: command.input });
    const error = answer(name, command.input);
    if (error) throw error;
    return { ETag: '"1"' };
  },
} as unknown as S3Client;

const retention = { mode: 'GOVERNANCE' as const, days: 30, folders: ['prod/releases', 'prod/archives'] };
const open = () => {
  const retained = new RetainedObjects(retention, (message) => told.push(message));
  return {
    objects: new S3ConditionalObjects(async () => client, retained),
    archives: new S3ByteObjects(async () => client, retained),
  };
};
const record = { bucket, key: 'prod/releases/00000001.json' };
const archive = { bucket, key: 'prod/archives/files/a' };

beforeEach(() => {
  sent = [];
  told = [];
  answer = () => undefined;
});

describe('objects of the ledger under Object Lock', () => {
  it('are written once, with mode and date, and a checksum', async () => {
    await open().objects.put(record, '{}', 'absent');
    const input = sent[0]?.input ?? {};
    expect(input).toMatchObject({ IfNoneMatch: '*', ObjectLockMode: 'GOVERNANCE', ChecksumAlgorithm: 'SHA256' });
    const until = (input.ObjectLockRetainUntilDate as Date).getTime();
    expect(Math.abs(until - Date.now() - 30 * DAY)).toBeLessThan(60_000);
  });

  it('are no others: states and locks must go', async () => {
    await open().objects.put({ bucket, key: 'prod/lock.json' }, '{}', { etag: '1' });
    await open().objects.put({ bucket, key: 'prod/releases-x/a' }, '{}', 'absent');
    await new S3ConditionalObjects(async () => client).put(record, '{}', 'absent');
    for (const { input } of sent) expect(Object.keys(input).filter((key) => /Lock|Checksum/.test(key))).toEqual([]);
  });

  it('keep who was faster', async () => {
    answer = () => refused('PreconditionFailed');
    expect(await open().objects.put(record, '{}', 'absent')).toBeUndefined();
    expect([sent.length, told]).toEqual([1, []]);
  });

  it.each(['InvalidRequest', 'AccessDenied'])(
    'are written without where S3 answers %s, which is told once',
    async (name) => {
      answer = (_, input) =>
        input.ObjectLockMode ? refused(name, 'Bucket is missing ObjectLockConfiguration') : undefined;
      const { archives, objects } = open();
      expect(await objects.put(record, '{}', 'absent')).toBe('"1"');
      await archives.put(archive, new Uint8Array(), 'application/gzip');
      expect(sent.map(({ input }) => 'ObjectLockMode' in input)).toEqual([true, false, true, false]);
      expect(told).toEqual([
        expect.stringMatching(
          /00000001\.json' is not kept.*missing.*: backlot bootstrap prod$|; backlot bootstrap prod$/,
        ),
      ]);
    },
  );

  it('are not written where S3 refuses that as well', async () => {
    answer = () => refused('AccessDenied');
    await expect(open().objects.put(record, '{}', 'absent')).rejects.toThrow('AccessDenied');
    expect(told).toEqual([]);
  });

  it('stay for as long as the newest release that stands on them', async () => {
    answer = (name) => (name === 'PutObject' ? refused('PreconditionFailed') : undefined);
    await open().archives.put(archive, new Uint8Array(), 'application/gzip');
    expect(sent[1]).toMatchObject({
      name: 'PutObjectRetention',
      input: { Key: archive.key, Retention: { Mode: 'GOVERNANCE' } },
    });
    expect(sent[1]?.input).not.toHaveProperty('BypassGovernanceRetention');
  });
});
