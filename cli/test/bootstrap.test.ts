import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Environment } from '../../environments/model/index.js';
import { emulatorStatus, inspectVirtualEnvironment, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { sandboxClients } from '../adapters/aws/index.js';
import { operations } from '../base-command/operations.js';
import Bootstrap from '../commands/bootstrap.js';
import { runCommand } from '../commands/test/support/run-command.js';
import type { BootstrapResult, BootstrapRole } from '../lifecycle/bootstrap/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const STATE = 'backlot-local-state-000000000000';
const LOGS = 'backlot-local-logs-000000000000';

/** The real operations against a real emulator, with an AWS client that is not ours beside them. */
describe('bootstrap of a sandbox', () => {
  let machine: TemporaryMachine;
  let environment: Environment;

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    ({ environment } = await operations.loadEnvironment('local'));
  });

  afterAll(async () => {
    await stopEmulator();
    await machine.dispose();
  });

  async function bootstrap(): Promise<BootstrapResult> {
    const run = await runCommand(Bootstrap, ['local', '--yes', '--json'], operations);
    expect([run.exitCode, run.json().error]).toEqual([0, undefined]);
    return run.json() as unknown as BootstrapResult;
  }

  async function foreign(verb: string) {
    const python = inspectVirtualEnvironment().installed?.python;
    const { endpoint } = await emulatorStatus();
    if (!python || !endpoint) throw new Error('the emulator is not running');
    const { stdout } = await execa(python, [join(here, 'fixtures/foreign-client.py'), endpoint, verb]);
    return JSON.parse(stdout);
  }

  it('makes everything, and the second time says of each thing that it exists', async () => {
    const first = await bootstrap();
    expect(first).toMatchObject({ outcome: 'complete', changed: true, account: '000000000000' });
    expect(new Set(first.things.map(({ status }) => status))).toEqual(new Set(['created']));
    const second = await bootstrap();
    expect(second).toMatchObject({ outcome: 'complete', changed: false });
    expect(second.things.map(({ kind, name }) => [kind, name])).toEqual(
      first.things.map(({ kind, name }) => [kind, name]),
    );
    expect(new Set(second.things.map(({ status }) => status))).toEqual(new Set(['exists']));
    expect(second.things).toEqual(expect.arrayContaining([{ kind: 's3 bucket', name: STATE, status: 'exists' }]));
  }, 120_000);

  it('shows a foreign client closed, encrypted and versioned buckets, a provider and two roles', async () => {
    const { buckets, roles, providers, stateKeyRotates } = await foreign('foundation');
    expect(Object.keys(buckets).sort()).toEqual([LOGS, STATE]);
    for (const name of [LOGS, STATE]) {
      expect([name, buckets[name]]).toEqual([
        name,
        expect.objectContaining({
          versioning: 'Enabled',
          block: ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'],
          unfinishedUploadDays: 7,
          policy: expect.arrayContaining([
            expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
          tags: expect.objectContaining({ 'backlot:environment': 'local', 'backlot:stack': 'foundation' }),
        }),
      ]);
    }
    expect(buckets[STATE]).toMatchObject({
      encryption: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: expect.stringContaining(':key/') },
      bucketKey: true,
      ownership: 'BucketOwnerEnforced',
      oldVersionDays: 180,
      logsTo: LOGS,
    });
    expect(stateKeyRotates).toBe(true);
    expect(providers).toEqual(['arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com']);
    expect(roles['backlot-local-plan'].policies).toEqual([
      'ReadOnlyAccess',
      'backlot-local-plan-ledger',
      'backlot-local-plan-state',
    ]);
    // AWS attaches ten to a role: one is left for neighbours.
    expect(roles['backlot-local-deploy'].policies).toHaveLength(9);
    expect(roles['backlot-local-deploy'].actions.length).toBeGreaterThan(100);
    for (const { actions } of Object.values<{ actions: string[] }>(roles)) {
      expect(actions.filter((action) => /^\*|:\*/.test(action))).toEqual([]);
    }
  }, 60_000);

  it('prints the policies of the deploy role, in which no action is all of a service', async () => {
    const run = await runCommand(Bootstrap, ['local', '--print-policy'], operations);
    const role = JSON.parse(run.out()) as BootstrapRole;
    const actions = Object.values(role.policies).flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action as string | string[]),
    );
    expect(actions.length).toBeGreaterThan(150);
    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z]+\*?$/.test(action))).toEqual([]);
    for (const [name, policy] of Object.entries(role.policies)) {
      expect([name, JSON.stringify(policy).length <= 6_144]).toEqual([name, true]);
    }
  });

  it('repairs what was changed from outside, and says so', async () => {
    await foreign('spoil');
    const repaired = await bootstrap();
    const touched = repaired.things.filter(({ status }) => status !== 'exists');
    expect(touched).toEqual([
      { kind: 's3 bucket policy', name: STATE, status: 'created' },
      { kind: 's3 bucket versioning', name: STATE, status: 'changed' },
    ]);
    expect((await foreign('foundation')).buckets[STATE]).toMatchObject({ versioning: 'Enabled' });
    expect(await bootstrap()).toMatchObject({ changed: false });
  }, 120_000);

  it('is not destroyed over data that nobody spoke of', async () => {
    const { endpoint } = await emulatorStatus();
    const settings = sandboxClients({ endpoint: endpoint ?? '', region: 'eu-central-1', accountId: '000000000000' });
    const s3 = new S3Client(settings('s3'));
    await s3.send(new PutObjectCommand({ Bucket: LOGS, Key: 's3/state/one', Body: 'a line' }));
    s3.destroy();
    const before = await foreign('foundation');
    const asked: unknown[] = [];
    const approve = async (...given: unknown[]) => asked.push(given) > 0;
    const refused = operations.destroy(environment, { approve, stacks: ['foundation'] });
    await expect(refused).rejects.toMatchObject({
      code: 'DataProtected',
      message: expect.stringContaining(`buckets.logs: bucket ${LOGS}`),
      actions: expect.arrayContaining(['backlot backups create local']),
    });
    expect(asked).toEqual([]);
    expect(await foreign('foundation')).toEqual(before);
  }, 60_000);

  it('trusts the provider that another environment of the account has made, and leaves it behind for it', async () => {
    const second = { ...environment, id: 'second' } as Environment;
    const approve = async () => true;
    const made = await operations.bootstrap(second, { approve });
    expect(made.things).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'iam openid connect provider',
          status: 'shared',
          note: expect.stringContaining("'backlot-local'"),
        }),
      ]),
    );
    const gone = await operations.destroy(environment, {
      approve,
      stacks: ['foundation'],
      lose: ['buckets.logs'],
      confirmLosses: async () => true,
    });
    expect(gone.outcome).toBe('complete');
    // With the bucket goes what guarded its ledger.
    expect(await foreign('ledgers')).toEqual({
      aliases: ['alias/backlot-second-ledger'],
      groups: ['/backlot/second/ledger-heads'],
    });
    const { buckets, providers } = await foreign('leftovers').then(async ({ buckets }) => ({
      buckets,
      providers: (await foreign('providers')) as string[],
    }));
    expect(buckets.filter((name: string) => name.startsWith('backlot-local-'))).toEqual([]);
    expect(providers).toHaveLength(1);
    // Nobody but the second uses it now, but it is not the second's: it stays.
    expect((await operations.destroy(second, { approve, stacks: ['foundation'] })).outcome).toBe('complete');
  }, 120_000);
});
