import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Lambda } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { zipSync } from 'fflate';
import { listeningPorts } from '../../../../host/test/listening-ports.js';
import { gains, type Knock, STRANGERS, send } from '../../../../host/test/strangers.js';
import { query, TestDatabases } from '../../../databases/test/test-databases.js';
import { inspectVirtualEnvironment } from '../../emulator/virtual-environment.js';

jest.setTimeout(180_000);

let sandbox: TestDatabases;
let lambda: Lambda;
let s3: S3Client;

const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async () => process.getuid()') });
const definition = (FunctionName: string) => ({
  FunctionName,
  Runtime: 'nodejs22.x' as const,
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/x',
});

beforeAll(async () => {
  sandbox = await TestDatabases.start();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = { endpoint: sandbox.emulator.endpoint, region: 'eu-west-1', credentials };
  lambda = new Lambda(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  await lambda.createFunction({ ...definition('mine'), Code: { ZipFile } });
  await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
});
afterAll(() => sandbox.dispose());

const invoked = async () => Buffer.from((await lambda.invoke({ FunctionName: 'mine' })).Payload ?? []).toString();

/** What a page could send without asking first, and what it would have to ask for. */
function attacks(port: number): Knock[] {
  const body = JSON.stringify({ ...definition('theirs'), Code: { ZipFile: Buffer.from(ZipFile).toString('base64') } });
  const plain = { 'content-type': 'text/plain' };
  const json = { 'content-type': 'application/json' };
  const functions = '/2015-03-31/functions';
  const secret = { ...plain, 'x-amz-target': 'secretsmanager.ListSecrets' };
  return [
    { path: functions, headers: plain, body },
    { path: functions, headers: json, body },
    { path: `${functions}/mine/invocations`, headers: plain, body: '{}' },
    { path: '/', headers: secret, body: '{}' },
    { path: '/?Action=CreateQueue&QueueName=theirs&Version=2012-11-05', headers: plain },
    { path: '/_ministack/reset', headers: plain },
    { path: '/_backlot/save', headers: plain },
    { path: functions, method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } },
    { path: '/kept', method: 'DELETE' },
  ].map((each) => ({ port, scheme: 'http', method: 'POST', ...each }));
}

describe('the emulator and its databases', () => {
  it.each(STRANGERS)('let $name change, run and read nothing', async (stranger) => {
    const answers = await send(stranger, attacks(sandbox.emulator.port));
    // Another user may be cut off before the reason arrives.
    const allowed = stranger.uid === undefined ? [403] : [403, 0];
    expect(answers.filter(({ status }) => !allowed.includes(status))).toEqual([]);
    const { Functions = [] } = await lambda.listFunctions({});
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['mine']);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['kept']);
    expect(await invoked()).toBe(String(process.getuid?.()));
  });

  it('give strangers nothing at any port that they listen on, and this user what is asked for', async () => {
    const database = await sandbox.create('main');
    await invoked();
    const found = listeningPorts(sandbox.machine.root);
    expect(new Set(found.map(({ address }) => address))).toEqual(new Set(['0100007F']));
    const ports = [...new Set(found.map(({ port }) => port))];
    expect(new Set(ports)).toEqual(new Set([sandbox.emulator.port, database.Endpoint?.Port]));
    for (const stranger of STRANGERS)
      expect({ stranger, gains: await gains(stranger, ports) }).toEqual({ stranger, gains: [] });
    const mine = await gains({}, ports);
    expect(mine).toContain(`${sandbox.emulator.port} http GET /_backlot/health 200`);
    await expect(query(database, 'SELECT 1', { password: 'guessed' })).rejects.toThrow(
      /password authentication failed/,
    );
    expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('let no page read what they answer', async () => {
    const response = await fetch(`${sandbox.emulator.endpoint}/_ministack/health`);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('answer this user at once while others knock', async () => {
    const others = Array.from({ length: 4 }, () => gains(STRANGERS.at(-1) ?? {}, Array(5).fill(sandbox.emulator.port)));
    const began = performance.now();
    for (let times = 0; times < 10; times++) {
      await fetch(`${sandbox.emulator.endpoint}/_backlot/health`, { headers: { connection: 'close' } });
    }
    expect(performance.now() - began).toBeLessThan(5_000);
    await Promise.all(others);
  });
});

describe('who connects to the emulator', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-callers-'));
    const row = (local: string, remote: string, uid: number, inode: number) =>
      `   1: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 20 4 30 10 -1\n`;
    const mapped = '0000000000000000FFFF00000100007F';
    await writeFile(
      join(folder, 'tcp'),
      `  sl  local_address rem_address\n${row('0100007F:A001', '0100007F:1F90', 1001, 72)}${row('0100007F:A002', '0100007F:1F90', 0, 0)}`,
    );
    await writeFile(join(folder, 'tcp6'), row(`${mapped}:A004`, `${mapped}:1F90`, 1004, 74));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const python = async (script: string) => {
    const launcher = fileURLToPath(new URL('../../emulator', import.meta.url));
    const head = `import sys\nsys.path.insert(0, ${JSON.stringify(launcher)})\nimport callers\n`;
    const { installed } = inspectVirtualEnvironment();
    return (await execa(installed?.python ?? 'missing', ['-B', '-I', '-c', head + script])).stdout.split('\n');
  };

  it('is read from the tables of the system, for IPv4 and IPv4 within IPv6, and is nobody once it left', async () => {
    const tables = JSON.stringify([join(folder, 'tcp'), join(folder, 'tcp6')]);
    const lines = await python(`
for port in (0xA001, 0xA002, 0xA004, 0xA005):
    for address in ("127.0.0.1", "::ffff:127.0.0.1"):
        print(callers.owner_of((address, port), (address, 0x1F90), ${tables}))`);
    expect(lines).toEqual(['1001', '1001', '-1', '-1', '1004', '1004', 'None', 'None']);
  });

  it('is not asked where the system does not tell', async () => {
    expect(await python('print(callers.only_own_user(["/nowhere/tcp"]))')).toEqual(['False']);
  });

  it('is refused if it names several hosts, none, or one of another machine', async () => {
    const lines = await python(`
for hosts in ([], [b"127.0.0.1:1"], [b"films.localhost"], [b"[::1]:80"], [b"localhost", b"evil.example"], [b"127.0.0.1.evil.example"], [b"evil@localhost"]):
    print(callers.refusal([(b"Host", host) for host in hosts]) is None)
print(callers.refusal([(b"host", b"localhost"), (b"sec-fetch-mode", b"cors")]) is None)`);
    expect(lines).toEqual(['False', 'True', 'True', 'True', 'False', 'False', 'False', 'True']);
  });
});
