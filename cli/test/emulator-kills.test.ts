import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import {
  emulatorStatus,
  ensureEmulator,
  inspectVirtualEnvironment,
  stopEmulator,
} from '../../sandbox/aws/emulator/index.js';
import { killPoint, runProgram } from './fixtures/kill-points.js';

const SOURCE = join(import.meta.dirname, '..', '..', 'environments');

/** More by hand: BACKLOT_EMULATOR_KILL_SEEDS=1-10. */
const [first = 1, last = 1] = (process.env.BACKLOT_EMULATOR_KILL_SEEDS ?? '1-1').split('-').map(Number);
const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The emulator dies at random moments of a deploy, as when the machine runs out of memory: nobody helps the next one. */
describe('a deploy whose emulator is killed', () => {
  let root: string;
  const buckets: string[] = [];
  const before = process.env.BACKLOT_STATE_DIR;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-emulator-kill-'));
    process.env.BACKLOT_STATE_DIR = join(root, 'state');
    await cp(SOURCE, join(root, 'environments'), {
      recursive: true,
      filter: (path) => !/\/environments\/(test|model)(\/|$)/.test(path),
    });
  });

  afterAll(async () => {
    await stopEmulator();
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
    await rm(root, { recursive: true, force: true });
  });

  it.each(seeds)(
    'at random point %i says what died, and is finished by the next one without a hand',
    async (seed) => {
      const point = killPoint(seed);
      const id = `e${seed}`;
      await writeFile(join(root, 'environments', `${id}.yaml`), 'extends: [local]\n');
      const { pid } = await ensureEmulator({ accountId: '000000000000', region: 'eu-central-1' });
      const input = { root, id, stacks: point.stacks };
      const env = { BACKLOT_STATE_DIR: join(root, 'state') };
      const died = await runProgram(input, env, { ...point, emulator: pid });
      expect([point, died.killed, died.outcome]).toEqual([point, false, expect.stringMatching(/thrown|failed/)]);
      expect(died.errors.join('\n')).toMatch(/SandboxDied|StateNotSaved|TerraformFailed/);
      expect(died.errors.join('\n')).not.toMatch(/^Error: /m);
      const next = await runProgram(input, env);
      expect([point, next.errors, next.outcome]).toEqual([point, [], 'complete']);
      buckets.push(`backlot-${id}-state-000000000000`);
      const last = await runProgram(input, env);
      expect([point, last]).toEqual([point, expect.objectContaining({ outcome: 'complete', errors: [], changes: 0 })]);
    },
    300_000,
  );

  it('leaves nothing in the cloud that no state knows', async () => {
    const { endpoint = '' } = await emulatorStatus();
    const python = inspectVirtualEnvironment().installed?.python ?? '';
    const script = join(import.meta.dirname, 'fixtures/outside-states.py');
    const found = JSON.parse((await execa(python, [script, endpoint, ...buckets])).stdout);
    expect(found.seen).toBeGreaterThan(20);
    expect(found.outside).toEqual([]);
  }, 120_000);
});
