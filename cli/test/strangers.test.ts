import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { loadEnvironment } from '../../environments/model/index.js';
import {
  emulatorStatus,
  ensureEmulator,
  inspectVirtualEnvironment,
  stopEmulator,
} from '../../sandbox/aws/emulator/index.js';
import { deployEnvironment } from '../delivery/deploy/index.js';
import { planEnvironment } from '../delivery/plan/index.js';
import { destroyEnvironment } from '../lifecycle/destroy/index.js';

const SOURCE = join(import.meta.dirname, '..', '..', 'environments');
const ID = 'strangers';
const BUCKET = `backlot-${ID}-theirs-000000000000`;

/** What an environment would make, each of another kind, and a zone that may exist twice. */
const NAMES = {
  bucket: BUCKET,
  queue: `backlot-${ID}-ingest`,
  role: `backlot-${ID}-flow-logs`,
  logGroup: `/aws/vpc/backlot-${ID}-flow-logs`,
  zone: 'backlot.example',
  repository: `backlot-${ID}/api`,
};

/** Real stacks and a real emulator; the things are made and looked at by a client that is not ours. */
describe('things of somebody else under names of ours', () => {
  let root: string;
  let theirs: unknown;
  let notes: string[];
  const before = process.env.BACKLOT_STATE_DIR;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-strangers-'));
    process.env.BACKLOT_STATE_DIR = join(root, 'state');
    await cp(SOURCE, join(root, 'environments'), {
      recursive: true,
      filter: (path) => !/\/environments\/(test|model)(\/|$)/.test(path),
    });
    await declare('');
    await ensureEmulator({ accountId: '000000000000', region: 'eu-central-1' });
    theirs = await foreign('make');
  }, 120_000);

  afterAll(async () => {
    await stopEmulator();
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
    await rm(root, { recursive: true, force: true });
  });

  function declare(more: string): Promise<void> {
    return writeFile(join(root, 'environments', `${ID}.yaml`), `extends: [local]\n${more}`);
  }

  async function foreign(what: 'make' | 'look', names: object = NAMES): Promise<unknown> {
    const { endpoint = '' } = await emulatorStatus();
    const python = inspectVirtualEnvironment().installed?.python ?? '';
    const script = join(import.meta.dirname, 'fixtures', 'strangers-things.py');
    return JSON.parse((await execa(python, [script, endpoint, what, JSON.stringify(names)])).stdout);
  }

  const options = (more: object = {}) => {
    notes = [];
    const emit = (event: { type: string; message?: string }) => {
      if (event.type === 'note') notes.push(event.message ?? '');
    };
    return { progress: { emit }, ...more };
  };

  async function deploy(stacks: readonly string[], more: object = {}) {
    const { environment } = await loadEnvironment(ID, { root });
    const result = await deployEnvironment(environment, { ...options(more), stacks, approve: async () => true });
    return Object.fromEntries(result.stacks.map(({ id, status, error }) => [id, { status, error }]));
  }

  it('stop the stacks that want them, which say whose they are and what to do; others are made', async () => {
    const stacks = await deploy(['foundation', 'network', 'registry', 'media']);
    expect(stacks).toMatchObject({
      foundation: { status: 'applied' },
      media: { status: 'applied' },
      network: { status: 'failed', error: { code: 'NameTaken' } },
      registry: { status: 'failed', error: { code: 'NameTaken' } },
    });
    const { network, registry } = stacks;
    expect(network?.error?.message).toContain(`'${NAMES.role}'`);
    expect(network?.error?.message).toContain(`'${NAMES.logGroup}'`);
    expect(network?.error?.message).toContain('it carries no tags');
    expect(registry?.error?.message).toContain(`'${NAMES.repository}' (aws_ecr_repository.repository-api)`);
    expect(registry?.error?.message).toContain('it carries the tags backlot:environment=other');
    expect(registry?.error?.actions.at(-1)).toContain(`--adopt ${NAMES.repository}`);
    expect(notes.join('\n')).toMatch(/'media': 'Z\w+' \(aws_route53_zone\.zone\) .*another one is made/);
    expect(await foreign('look')).toEqual(theirs);
  }, 180_000);

  it('are not taken by deploying again, nor when they are declared later, nor by a plan', async () => {
    await declare('media:\n  buckets:\n    theirs: {kind: uploads}\n');
    const again = await deploy(['network', 'registry', 'media']);
    const codes = Object.entries(again).map(([id, { error }]) => [id, error?.code]);
    expect(Object.fromEntries(codes)).toEqual({ media: 'NameTaken', network: 'NameTaken', registry: 'NameTaken' });
    const { media } = await deploy(['media']);
    expect(media?.error).toMatchObject({ code: 'NameTaken', message: expect.stringContaining(`'${BUCKET}'`) });
    const { environment } = await loadEnvironment(ID, { root });
    const plan = await planEnvironment(environment, options({ stacks: ['messaging'] }));
    expect(plan.stacks[0]?.error).toMatchObject({
      code: 'NameTaken',
      message: expect.stringContaining(`${NAMES.queue}' (aws_sqs_queue.queue-ingest)`),
    });
    expect(plan.stacks[0]?.error?.message).toContain('owner=stranger');
    expect(await foreign('look')).toEqual(theirs);
  }, 180_000);

  it('are taken in when they are named, with all that they hold', async () => {
    const { media } = await deploy(['media'], { adopt: [BUCKET] });
    expect(media).toMatchObject({ status: 'applied' });
    const now = (await foreign('look')) as { bucket: unknown[] };
    expect(now.bucket[0]).toBe('do not lose this');
    expect(JSON.stringify(now.bucket[1])).toContain('backlot:environment');
    expect({ ...now, bucket: undefined }).toEqual({ ...(theirs as object), bucket: undefined });
  }, 120_000);

  it('are left by destroy, which names the zone that has a name of ours', async () => {
    const { environment } = await loadEnvironment(ID, { root });
    const approve = async () => true;
    const refused = await destroyEnvironment(environment, { ...options(), approve }).catch((error) => error);
    const lose = refused.details.losses.map(({ name }: { name: string }) => name);
    const destroyed = await destroyEnvironment(environment, { ...options(), approve, lose, confirmLosses: approve });
    expect(destroyed.outcome).toBe('complete');
    expect(notes.join('\n')).toMatch(/hosted zone 'Z\w+' has the name of ours, 'backlot\.example', and stays/);
    const { bucket: _, ...left } = NAMES;
    const { bucket: __, ...same } = theirs as typeof NAMES;
    expect(await foreign('look', left)).toEqual(same);
  }, 180_000);
});
