import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assertStateBucketOurs } from '../aws/state-bucket-owner.js';
import { ObjectServer } from './fixtures/object-server.js';

const tags = { 'backlot:platform': 'movies', 'backlot:environment': 'prod', 'backlot:owner': 'a' };
const owned = { bucket: 'movies-prod-state', accountId: '111122223333', tags };

let server: ObjectServer;
let s3: S3Client;

beforeAll(async () => {
  server = await ObjectServer.start();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const { endpoint } = server;
  s3 = new S3Client({ endpoint, region: 'eu-west-1', forcePathStyle: true, credentials, maxAttempts: 1 });
});
beforeEach(() => {
  server.buckets.clear();
  server.buckets.set(owned.bucket, new Map());
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
});

/** What S3 answers when it is asked for the tags. */
function tagged(found: Readonly<Record<string, string>> | number): void {
  const set = Object.entries(typeof found === 'number' ? {} : found).map(
    ([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`,
  );
  const body = `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`;
  const denied = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };
  const absent = { status: 404, body: '<Error><Code>NoSuchTagSet</Code><Message>none</Message></Error>' };
  const answer = found === 403 ? denied : found === 404 ? absent : { status: 200, body };
  let asked = false;
  server.intercept = (method) => {
    // Tags are asked for first; what follows is the listing.
    if (method !== 'GET' || asked) return undefined;
    asked = true;
    return answer;
  };
}

const refusal = () =>
  assertStateBucketOurs(s3, owned).then(
    () => undefined,
    (error: Error) => error.message,
  );

describe('a bucket with the name of the state bucket', () => {
  it('is ours with our marks, whoever owns it now', async () => {
    tagged({ ...tags, 'backlot:owner': 'b' });
    expect(await refusal()).toBeUndefined();
  });

  it('is not ours with tags of others, or of another environment', async () => {
    tagged({ team: 'them' });
    expect(await refusal()).toContain('it carries the tags team=them');
    tagged({ ...tags, 'backlot:environment': 'dev' });
    expect(await refusal()).toContain('backlot:environment=dev');
  });

  it('without tags is ours as long as it holds what an environment keeps there, or nothing', async () => {
    tagged(404);
    expect(await refusal()).toBeUndefined();
    server.put(owned.bucket, 'prod/network.tfstate', '{}');
    tagged(404);
    expect(await refusal()).toBeUndefined();
    server.put(owned.bucket, 'letters/dear.txt', 'x');
    tagged(404);
    expect(await refusal()).toContain("it carries no tags, and holds 'letters/dear.txt'");
  });

  it('is used by whoever may not read its tags, as before', async () => {
    tagged(403);
    expect(await refusal()).toBeUndefined();
  });
});
