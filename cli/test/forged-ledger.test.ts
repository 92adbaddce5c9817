import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DisableKeyCommand, EnableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Environment } from '../../environments/model/index.js';
import { emulatorStatus, inspectVirtualEnvironment, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { sandboxClients } from '../adapters/aws/index.js';
import { operations } from '../base-command/operations.js';
import Bootstrap from '../commands/bootstrap.js';
import ReleasesVerify from '../commands/releases/verify.js';
import { runCommand } from '../commands/test/support/run-command.js';
import { ArchiveStore } from '../delivery/releases/archive-store.js';
import { openLedger, withLedger } from '../delivery/releases/index.js';
import type { ReleaseArchive } from '../delivery/releases/release-archive.js';
import { chooseTarget } from '../delivery/rollback/choose-target.js';

const here = dirname(fileURLToPath(import.meta.url));
const BUCKET = 'backlot-local-state-000000000000';
const ALIAS = 'alias/backlot-local-ledger';

/** Real KMS and logs of a real emulator, made by a real bootstrap; the forger is a client that is not ours. */
describe('a ledger in the sandbox', () => {
  let machine: TemporaryMachine;
  let environment: Environment;
  let s3: S3Client;
  let kms: KMSClient;
  let endpoint: string;
  const before = new Map<string, string>();

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    ({ environment } = await operations.loadEnvironment('local'));
    const made = await runCommand(Bootstrap, ['local', '--yes', '--json'], operations);
    expect(made.exitCode).toBe(0);
    endpoint = (await emulatorStatus()).endpoint ?? '';
    const settings = sandboxClients({ endpoint, region: 'eu-central-1', accountId: '000000000000' });
    s3 = new S3Client(settings('s3'));
    kms = new KMSClient(settings('kms'));
    await withLedger(environment, {}, async (_, cloud) => {
      const archive = await new ArchiveStore(cloud.archives, BUCKET, 'local').write(nothing(environment));
      for (const token of [1, 2, 3]) {
        // Each by a ledger of its own, as runs are processes of their own.
        const { record, hash } = await openLedger(environment, cloud).append({ ...release, archive, token });
        if (record.number > 1) continue;
        await openLedger(environment, cloud).verdicts.add({ ...verdict, of: hash });
      }
    });
    for (const [key, body] of await objects()) before.set(key, body);
  }, 180_000);

  beforeEach(async () => {
    for (const key of (await objects()).keys()) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    for (const [Key, Body] of before) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  });

  afterEach(async () => {
    await kms.send(new EnableKeyCommand({ KeyId: ALIAS })).catch(() => undefined);
  });

  afterAll(async () => {
    s3.destroy();
    kms.destroy();
    await stopEmulator();
    await machine.dispose();
  });

  async function objects(): Promise<Map<string, string>> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'local/releases/' }));
    const read = Contents.map(async ({ Key = '' }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return [Key, (await Body?.transformToString()) ?? ''] as const;
    });
    return new Map(await Promise.all(read));
  }

  async function forge(verb: string): Promise<void> {
    const python = inspectVirtualEnvironment().installed?.python;
    if (!python) throw new Error('the emulator is not installed');
    await execa(python, [join(here, 'fixtures/forge-ledger.py'), endpoint, BUCKET, verb]);
  }

  async function verify() {
    const run = await runCommand(ReleasesVerify, ['local', '--json'], operations);
    const { faults, ...rest } = run.json() as unknown as { faults: { number: number; kind: string }[] };
    return { exitCode: run.exitCode, faults: faults.map(({ number, kind }) => [number, kind]), ...rest };
  }

  it('is signed from its first release on, and verifies', async () => {
    expect(await verify()).toMatchObject({ exitCode: 0, faults: [], releases: 3, signed: 3, head: 3, notes: [] });
  });

  it.each([
    ['forge_newest', [[3, 'unsigned']]],
    ['keep_signature', [[3, 'forged']]],
    ['remove_newest', [[3, 'missing']]],
    ['remove_middle', [[2, 'missing']]],
    ['remove_all', [[3, 'missing']]],
    [
      'reseal_chain',
      [
        [2, 'unsigned'],
        [3, 'unsigned'],
      ],
    ],
    ['other_key', [[4, 'other-key']]],
    ['copy_signature', [[3, 'forged']]],
    [
      'reorder',
      [
        [2, 'misplaced'],
        [3, 'misplaced'],
      ],
    ],
    ['downgrade', [[4, 'unsigned']]],
    ['forge_verdict', [[1, 'unsigned']]],
  ])('names %s by somebody who can write the bucket', async (verb, expected) => {
    await forge(verb);
    const { exitCode, faults } = await verify();
    expect(exitCode).toBe(2);
    expect(faults).toEqual(expect.arrayContaining(expected));
  });

  it.each(['forge_newest', 'remove_newest', 'remove_all', 'other_key', 'downgrade'])(
    'is nothing to roll back by after %s',
    async (verb) => {
      const choose = () => withLedger(environment, {}, (ledger) => chooseTarget(ledger, 'local'));
      expect((await choose()).target.record.number).toBe(2);
      await forge(verb);
      await expect(choose()).rejects.toMatchObject({ code: 'LedgerForged' });
    },
  );

  it('refuses to begin while the key is disabled, and says the way back; it still verifies', async () => {
    await kms.send(new DisableKeyCommand({ KeyId: ALIAS }));
    const begin = withLedger(environment, {}, (ledger) => ledger.assertRecordable());
    await expect(begin).rejects.toMatchObject({
      code: 'LedgerKeyUnusable',
      message: expect.stringContaining('is disabled'),
      actions: expect.arrayContaining([expect.stringMatching(/^aws kms enable-key --key-id [0-9a-f-]{36}$/)]),
    });
    expect(await verify()).toMatchObject({ exitCode: 0, faults: [] });
  });

  it('is as it was after another bootstrap', async () => {
    const again = await runCommand(Bootstrap, ['local', '--yes', '--json'], operations);
    expect(again.json()).toMatchObject({ changed: false });
    expect(await verify()).toMatchObject({ exitCode: 0, faults: [] });
  }, 120_000);

  it('refuses to begin while the key waits for its deletion', async () => {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: await keyId(), PendingWindowInDays: 7 }));
    const begin = withLedger(environment, {}, (ledger) => ledger.assertRecordable());
    await expect(begin).rejects.toMatchObject({
      code: 'LedgerKeyUnusable',
      actions: expect.arrayContaining([expect.stringMatching(/^aws kms cancel-key-deletion --key-id [0-9a-f-]{36}$/)]),
    });
  });

  const keyId = () =>
    withLedger(environment, {}, async (_, { signing }) => (await signing?.inspect())?.get('aws_kms_key') ?? '');
});

const release = {
  operation: 'deploy',
  outcome: 'complete',
  startedAt: '2026-11-30T03:00:00Z',
  durationMs: 1_000,
  actor: { who: 'ann@laptop' },
  stacks: [],
  services: [],
} as const;

const nothing = (environment: Environment): ReleaseArchive => ({
  format: 1,
  environment,
  stacks: [],
  charts: {},
  addresses: {},
});

const verdict = {
  release: 1,
  service: 'api',
  at: '2026-11-30T04:00:00Z',
  outcome: 'aborted',
  reason: 'errors',
} as const;
