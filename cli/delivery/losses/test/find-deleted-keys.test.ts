import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import type { Session } from '../../../session/open/session.js';
import { findDeletedKeys } from '../find-deleted-keys.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** KMS with the keys of one region; `fails` is what it answers when it is asked for one of them. */
async function session(more: object, fails?: { readonly status: number; readonly type: string }) {
  const asked = new Set<string>();
  server = createServer((request, response) => {
    const region = /\/\d{8}\/([^/]+)\/kms\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    asked.add(region);
    request.resume();
    const answer = (body: object, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    if (operation === 'ListKeys') return answer({ Keys: [{ KeyId: 'one' }] });
    if (fails) return answer({ __type: fails.type, message: 'no' }, fails.status);
    if (operation === 'DescribeKey') return answer({ KeyMetadata: { KeyId: 'one', KeyState: 'PendingDeletion' } });
    const tags = { 'backlot:environment': 'prod', 'backlot:platform': 'films', 'backlot:stack': 'data' };
    return answer({ Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cloud = {
    ...{ target: 'sandbox', region: 'eu-central-1', endpoint },
    settingsFor: () => ({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 }),
  };
  const opened = { cloud, environment: { id: 'prod', platform: 'films', ...more } } as unknown as Session;
  return { opened, asked };
}

it('keys that wait for their end are asked for where the file keeps copies, not where a name looks like a region', async () => {
  const names = { domain: 'tv-shows-2.example', owner: 'my-app-1', registry: { replicateTo: ['eu-north-1'] } };
  const { opened, asked } = await session({ ...names, backup: { copyTo: 'eu-west-1' } });
  const found = await findDeletedKeys(opened);
  expect(found[0]).toMatchObject({ name: 'keys.one', stack: 'data' });
  expect([...asked].sort()).toEqual(['eu-central-1', 'eu-north-1', 'eu-west-1', 'us-east-1']);
});

it('a key of somebody else is left out, and one that nobody could ask for is not passed over', async () => {
  const denied = await session({}, { status: 400, type: 'AccessDeniedException' });
  expect(await findDeletedKeys(denied.opened)).toEqual([]);
  server?.close();
  const throttled = await session({}, { status: 400, type: 'ThrottlingException' });
  await expect(findDeletedKeys(throttled.opened)).rejects.toMatchObject({ name: 'ThrottlingException' });
});
