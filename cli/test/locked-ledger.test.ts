import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../environments/model/index.js';
import { emulatorStatus, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { sandboxClients } from '../adapters/aws/index.js';
import { operations } from '../base-command/operations.js';
import { openLedger, withLedger } from '../delivery/releases/index.js';
import { verifyReleases } from '../delivery/releases/read-releases.js';
import { assertStateRemovable, keptState } from '../lifecycle/destroy/locked-state.js';
import { openCloud } from '../session/cloud/open-cloud.js';
import type { Session } from '../session/open/session.js';

const BUCKET = 'backlot-local-state-000000000000';
const release = {
  operation: 'deploy' as const,
  outcome: 'complete' as const,
  startedAt: '2026-11-30T00:00:00Z',
  durationMs: 1,
  actor: { who: 'ann@laptop' },
  token: 1,
  stacks: [],
  services: [],
};

/** An existing environment asks for Object Lock: with S3 of a real emulator, which enforces it. */
describe('a ledger under Object Lock, in the sandbox', () => {
  let machine: TemporaryMachine;
  let plain: Environment;
  let locked: Environment;
  let s3: S3Client;
  const told: string[] = [];

  const add = (environment: Environment) =>
    withLedger(environment, {}, async (_, cloud) => (await openLedger(environment, cloud).append(release)).key);
  const inCloud = <T>(environment: Environment, work: (session: Session) => Promise<T>) =>
    withLedger(environment, {}, (_, cloud) => work({ cloud, environment } as unknown as Session));

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    plain = (await operations.loadEnvironment('local')).environment;
    const state = { objectLock: { mode: 'governance' as const, days: 30 } };
    locked = { ...plain, foundation: { ...plain.foundation, state } };
    // Starts the emulator, and makes the bucket before anybody asked.
    await (await openCloud(plain)).close();
    await add(plain);
    const endpoint = (await emulatorStatus()).endpoint ?? '';
    s3 = new S3Client(sandboxClients({ endpoint, region: 'eu-central-1', accountId: '000000000000' })('s3'));
  }, 180_000);

  afterAll(async () => {
    s3?.destroy();
    await stopEmulator();
    await machine.dispose();
  });

  it('is as before where nobody asks', async () => {
    expect(await verifyReleases(plain)).not.toHaveProperty('locks');
    expect(await inCloud(plain, keptState)).toBeUndefined();
    await inCloud(plain, (session) => assertStateRemovable(session));
  });

  /** How the Object Lock of the bucket is found before and after what bootstrap does to it. */
  const aroundBootstrap = () =>
    inCloud(locked, async ({ cloud: { stateBucket } }) => {
      const before = await stateBucket.inspect();
      await stateBucket.ensure();
      return [before, await stateBucket.inspect()].map(
        (parts) => parts.find(({ type }) => type.endsWith('object_lock_configuration'))?.condition,
      );
    });

  it('takes releases before bootstrap has turned it on, and says so', async () => {
    const progress = { emit: (event: { readonly message?: string }) => void told.push(event.message ?? '') };
    await withLedger(locked, { progress: progress as never }, async (_, cloud) =>
      openLedger(locked, cloud).append(release),
    );
    expect(told.join('\n')).toContain('is not kept under Object Lock');
    const { faults, notes } = await verifyReleases(locked);
    expect([faults, notes.join()]).toEqual([[], expect.stringContaining('no release is under Object Lock yet')]);
  });

  it('is turned on for the bucket that exists', async () => {
    expect(await aroundBootstrap()).toEqual(['missing', 'exists']);
    expect(await inCloud(plain, async ({ cloud }) => cloud.stateBucket.hasObjectLock?.())).toBe(true);
  });

  it('keeps what is written from then on: S3 refuses to delete it', async () => {
    const Key = await add(locked);
    const { faults, locks = [], notes } = await verifyReleases(locked);
    expect(faults).toEqual([]);
    expect(locks.map(({ number, lock }) => [number, lock?.mode])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, 'GOVERNANCE'],
    ]);
    expect(notes.join()).toContain('2 of 3 releases are from before Object Lock');
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: Key }));
    const removal = new DeleteObjectCommand({ Bucket: BUCKET, Key, VersionId: Versions[0]?.VersionId });
    await expect(s3.send(removal)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('leaves locks and states deletable', async () => {
    await inCloud(locked, async ({ cloud }) => {
      await cloud.objects.put({ bucket: BUCKET, key: 'local/lock.json' }, '{}', 'absent');
      expect((await cloud.objects.read({ bucket: BUCKET, key: 'local/lock.json' }))?.lock).toBeUndefined();
    });
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: 'local/lock.json' }),
    );
    for (const { Key, VersionId } of Versions)
      await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, VersionId }));
  });

  it('refuses the removal of the bucket before anything is touched, and says until when', async () => {
    const until = expect.stringMatching(/cannot go before \d{4}-\d\d-\d\dT.*Nothing was removed/);
    const refusal = {
      code: 'StateRetained',
      message: until,
      actions: expect.arrayContaining(['backlot destroy local']),
    };
    await expect(inCloud(locked, (session) => assertStateRemovable(session))).rejects.toMatchObject(refusal);
    // Also when nobody asks any more: what is kept stays so.
    await expect(inCloud(plain, (session) => assertStateRemovable(session))).rejects.toMatchObject(refusal);
    expect(await inCloud(plain, keptState)).toContain('stays: its releases are kept under Object Lock until');
    const later = new Date(Date.now() + 40 * 86_400_000);
    await inCloud(plain, (session) => assertStateRemovable(session, later));
    expect((await verifyReleases(plain)).releases).toBe(3);
  });

  it('has a record named that ought to be kept and is not', async () => {
    await inCloud(plain, async ({ cloud }) => openLedger(plain, cloud).append(release));
    const { faults } = await verifyReleases(locked);
    expect(faults).toEqual([expect.objectContaining({ number: 4, kind: 'unlocked' })]);
    expect((await verifyReleases(plain)).notes.join()).toContain('releases behind 3 are not under Object Lock');
  });

  it('is put right when somebody gives the bucket a default that would keep states, too', async () => {
    const { PutObjectLockConfigurationCommand } = await import('@aws-sdk/client-s3');
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 1 } };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket: BUCKET, ObjectLockConfiguration }));
    expect(await aroundBootstrap()).toEqual(['different', 'exists']);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'local/x.tfstate', Body: '{}' }));
  });
});
