import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { inspectVirtualEnvironment } from '../../sandbox/aws/emulator/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

/** The way of a person who tries it: the real binary in a project of its own, with an AWS client that is not ours beside it. */
describe('the first day with a sandbox', () => {
  let project: string;
  let endpoint: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'backlot-journey-'));
    await cp(join(root, 'environments'), join(project, 'environments'), {
      recursive: true,
      filter: (path) =>
        !path.includes(`${join('environments', 'test')}`) && !path.includes(join('environments', 'model')),
    });
  });

  afterAll(async () => {
    await backlot('sandbox', 'reset', '--yes', '--confirm=sandbox').catch(() => undefined);
    await backlot('down');
    await rm(project, { recursive: true, force: true });
  });

  /** Runs the real binary and answers what it printed and exited with. */
  async function backlot(...args: string[]) {
    const env = { BACKLOT_STATE_DIR: join(project, 'state'), NO_COLOR: '1' };
    const result = await execa(join(root, 'bin', 'backlot'), args, {
      cwd: project,
      env,
      reject: false,
      stdin: 'ignore',
    });
    return { ...result, json: () => JSON.parse(result.stdout) };
  }

  async function foreign(verb: string) {
    const python = inspectVirtualEnvironment().installed?.python;
    if (!python) throw new Error('the emulator is not installed');
    const { stdout } = await execa(python, [join(here, 'fixtures/foreign-client.py'), endpoint, verb]);
    return JSON.parse(stdout);
  }

  it('plans what it can at first and calls the rest deferred', async () => {
    const plan = (await backlot('plan', 'local', '--json')).json();
    expect(plan).toMatchObject({ environment: 'local', planId: expect.any(String) });
    const status = Object.fromEntries(
      plan.stacks.map((each: { id: string; status: string }) => [each.id, each.status]),
    );
    expect(status).toMatchObject({ foundation: 'changed', network: 'deferred', alerting: 'deferred' });
    expect(plan.stacks.find((each: { id: string }) => each.id === 'foundation')).toMatchObject({
      change: 0,
      replace: 0,
      destroy: 0,
    });
  }, 120_000);

  it('builds the whole cloud, and changes nothing when run again', async () => {
    const first = await backlot('up', '--json');
    expect([first.exitCode, first.stderr.match(/failed/)]).toEqual([0, null]);
    const second = (await backlot('up', '--json')).json();
    const stacks = second.deploy?.stacks ?? second.stacks;
    expect(stacks).toHaveLength(10);
    for (const stack of stacks) expect([stack.id, stack.status]).toEqual([stack.id, 'unchanged']);
    endpoint = (await backlot('sandbox', 'status', '--json')).json().aws.endpoint;
  }, 240_000);

  it('shows a foreign client what the file declares', async () => {
    const found = await foreign('inventory');
    expect(found).toMatchObject({
      vpcs: ['10.10.0.0/16'],
      zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
      natGateways: 3,
      cluster: { version: '1.35', nodeGroups: ['general', 'system'] },
      repositories: [
        ['backlot-local/api', 'IMMUTABLE', true],
        ['backlot-local/processor', 'IMMUTABLE', true],
      ],
      databases: { 'backlot-local-main': [true, true, false], 'backlot-local-main-replica-1': [false, true, false] },
      caches: [[true, true, 2]],
      distribution: ['backlot.example', 'www.backlot.example'],
      tags: { 'backlot:environment': 'local', 'backlot:stack': 'network', 'backlot:owner': 'platform-team' },
    });
    expect(found.secrets).toEqual(expect.arrayContaining([expect.stringContaining('api-token-key')]));
    expect(Object.keys(found.buckets)).toHaveLength(4);
    for (const [name, bucket] of Object.entries(found.buckets)) {
      expect([name, bucket]).toEqual([
        name,
        {
          versioning: 'Enabled',
          encryption: name.includes('-logs-') ? 'AES256' : 'aws:kms',
          block: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
      ]);
    }
  }, 60_000);

  it('names exactly what was changed from outside, and repairs it', async () => {
    await foreign('tamper');
    const seen = await backlot('plan', 'local', '--detailed-exitcode', '--json');
    expect(seen.exitCode).toBe(2);
    const drift = seen.json().stacks.flatMap((stack: { drift: { type: string; action: string }[] }) => stack.drift);
    expect(drift.map(({ type, action }: { type: string; action: string }) => [type, action]).sort()).toEqual([
      ['aws_s3_bucket_versioning', 'update'],
      ['aws_vpc', 'update'],
      ['aws_vpc_security_group_ingress_rule', 'delete'],
    ]);
    expect((await backlot('deploy', 'local', '--yes')).exitCode).toBe(0);
    expect((await backlot('plan', 'local', '--detailed-exitcode')).exitCode).toBe(0);
    expect((await foreign('inventory')).tags.Name).not.toBe('tampered');
  }, 120_000);

  it('refuses a plan that the file has moved away from', async () => {
    const { planId } = (await backlot('plan', 'local', '--json')).json();
    const file = join(project, 'environments', 'local.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('nodes: 2', 'nodes: 3'));
    const refused = await backlot('deploy', 'local', '--plan', planId, '--yes', '--json');
    await writeFile(file, text);
    expect(refused.exitCode).toBe(1);
    expect(refused.json().error).toMatchObject({ code: 'StalePlan', message: expect.stringContaining('data') });
  }, 60_000);

  it('keeps the data over a stop and a start', async () => {
    expect((await backlot('down')).exitCode).toBe(0);
    expect((await backlot('sandbox', 'status', '--json')).json().aws.running).toBe(false);
    expect((await backlot('plan', 'local', '--detailed-exitcode')).exitCode).toBe(0);
    endpoint = (await backlot('sandbox', 'status', '--json')).json().aws.endpoint;
  }, 60_000);

  it('leaves nothing behind after a destroy', async () => {
    const destroyed = await backlot('destroy', 'local', '--yes', '--confirm=local');
    expect(destroyed.exitCode).toBe(0);
    expect(await foreign('leftovers')).toEqual({});
  }, 120_000);
});
