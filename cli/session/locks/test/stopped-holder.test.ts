import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { S3ConditionalObjects } from '../../../adapters/aws/index.js';
import { ObjectServer } from '../../../adapters/test/fixtures/object-server.js';
import { withEnvironmentLock } from '../environment-lock.js';

const BUCKET = 'locks';

/** Two real processes and a server: this one, and a holder that is stopped, continued and killed. */
describe('a holder in another process', () => {
  let server: ObjectServer;
  let program: ChildProcess;
  let lines: AsyncIterator<string>;

  beforeEach(async () => {
    server = await ObjectServer.start();
    server.put(BUCKET, 'x', '');
    const input = JSON.stringify({ endpoint: server.endpoint, bucket: BUCKET });
    const file = join(import.meta.dirname, 'fixtures/holding-program.ts');
    program = spawn(process.execPath, ['--import', 'tsx', file, input], { stdio: ['pipe', 'pipe', 'inherit'] });
    lines = createInterface({ input: program.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('held 1');
  }, 60_000);

  afterEach(async () => {
    program.kill('SIGKILL');
    await server.stop();
  });

  const take = (more: { waitMs?: number; tell?: (line: string) => void; foreign?: boolean } = {}) => {
    const credentials = { accessKeyId: '000000000000', secretAccessKey: 'fixture' };
    const { endpoint } = server;
    const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials });
    const objects = new S3ConditionalObjects(async () => client);
    const location = { bucket: BUCKET, key: 'local/environment.lock.json' };
    return withEnvironmentLock(
      { objects, location, environment: 'local', operation: 'rollback', ...more },
      async ({ token, predecessor }) => ({ token, predecessor }),
    );
  };

  it('keeps its lock for longer than its lease while it lives', async () => {
    await expect(take({ waitMs: 2_500 })).rejects.toMatchObject({ code: 'EnvironmentLocked' });
    program.stdin?.write('go\n');
    expect((await lines.next()).value).toBe('started');
  }, 30_000);

  it('loses it when it is stopped for longer than its lease, and starts nothing new when it goes on', async () => {
    program.kill('SIGSTOP');
    const taken = await take({ waitMs: 20_000 });
    expect(taken).toMatchObject({ token: 2, predecessor: { holder: { pid: program.pid } } });
    program.stdin?.write('go\n');
    program.kill('SIGCONT');
    expect((await lines.next()).value).toBe('refused LockLost');
  }, 60_000);

  it('passes its lock on at once when it is killed', async () => {
    const exit = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    await exit;
    const told: string[] = [];
    expect(await take({ tell: (line) => told.push(line) })).toMatchObject({ token: 2 });
    expect(told).toEqual([expect.stringMatching(/deploy of .*has died: its lock has ended/)]);
  }, 30_000);

  it('is judged by the clock of the store, not by one of this machine that is an hour off', async () => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    try {
      await expect(take()).rejects.toMatchObject({ code: 'EnvironmentLocked' });
      Date.now = () => now() - 3_600_000;
      program.kill('SIGSTOP');
      expect(await take({ waitMs: 20_000 })).toMatchObject({ token: 2 });
    } finally {
      Date.now = now;
    }
  }, 60_000);
});
