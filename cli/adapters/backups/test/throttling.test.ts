import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ObjectServer } from '../../test/fixtures/object-server.js';
import { wordAwsError } from '../aws-errors.js';
import { type Clients, makeClients } from '../clients.js';

const SLOW_DOWN = {
  status: 503,
  body: '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate</Message></Error>',
  headers: { 'content-type': 'application/xml' },
};

describe('clients of a service that throttles', () => {
  let server: ObjectServer;
  let clients: Clients;
  beforeEach(async () => {
    server = await ObjectServer.start();
    server.put('movies', 'listing', 'x');
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    clients = makeClients({ region: 'eu-central-1', endpoint: server.endpoint, credentials, maxAttempts: 3 });
  });
  afterEach(async () => {
    clients.close();
    await server.stop();
  });
  const read = async () => (await clients.s3()).getObject({ Bucket: 'movies', Key: 'listing' });

  it('ask again until they are answered', async () => {
    let refusals = 2;
    server.intercept = () => (refusals-- > 0 ? SLOW_DOWN : undefined);
    expect(await (await read()).Body?.transformToString()).toBe('x');
    expect(server.requests.length).toBe(3);
  }, 30_000);

  it('give up after all attempts with 69 and the command that goes on', async () => {
    server.intercept = () => SLOW_DOWN;
    const error = await read().catch((thrown) =>
      wordAwsError(thrown, 'backup of films', 'backlot backups create prod'),
    );
    expect(error).toMatchObject({ code: 'Throttled', exitCode: 69, actions: ['backlot backups create prod'] });
  }, 30_000);
});
