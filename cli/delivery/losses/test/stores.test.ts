import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloud } from '../../../session/cloud/index.js';
import { cache } from '../stores/cache.js';
import { type LookContext, STORES } from '../stores/index.js';

const ARN = 'arn:aws:kms:eu-central-1:000000000000:key/1';
let server: Server;
let endpoint: string;

/** Answers RDS that there is no snapshot, and ElastiCache that there are two. */
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const caches = body.includes('Action=DescribeSnapshots');
      const operation = caches ? 'DescribeSnapshots' : 'DescribeDBSnapshots';
      const snapshot = (name: string, key: string) =>
        `<Snapshot><SnapshotName>${name}</SnapshotName><KmsKeyId>${key}</KmsKeyId></Snapshot>`;
      const found = caches
        ? `<Snapshots>${snapshot('last', ARN)}${snapshot('other', 'arn:other')}</Snapshots>`
        : '<DBSnapshots/>';
      response.setHeader('content-type', 'text/xml');
      response.end(`<${operation}Response><${operation}Result>${found}</${operation}Result></${operation}Response>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function context(target: Cloud['target']): LookContext {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cloud = { target, settingsFor: () => ({ endpoint, region: 'eu-central-1', credentials }) };
  return {
    ...{
      cloud: cloud as unknown as Cloud,
      attributes: { arn: ARN },
      environment: 'dev',
      known: true,
      name: 'keys.data',
    },
    ...{ stored: () => [], mentions: async () => [] },
  };
}

describe('what a store loses', () => {
  it('is, of a key, also what the snapshots of caches hold that were taken under it', async () => {
    expect(await STORES.aws_kms_key.look(context('aws'))).toMatchObject({
      words: 'the only way to read cache snapshot last',
    });
    expect(await STORES.aws_kms_key.look(context('sandbox'))).toBeUndefined();
  });

  it.each([
    [14, 1, 'its automatic snapshots older than 1 days'],
    [14, 0, 'its automatic snapshots older than 0 days'],
    [1, 14, undefined],
    [14, undefined, undefined],
  ])('is, of a cache, its older snapshots when it keeps them for %s → %s days', (before, after, words) => {
    const changed = new Map(after === undefined ? [] : [['snapshot_retention_limit', after]]);
    expect(cache.shortens?.({ snapshot_retention_limit: before }, changed)).toBe(words);
  });
});
