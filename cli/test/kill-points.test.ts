import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { emulatorStatus, inspectVirtualEnvironment, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { killPoint, runProgram } from './fixtures/kill-points.js';

const SOURCE = join(import.meta.dirname, '..', '..', 'environments');

/** More by hand: BACKLOT_KILL_SEEDS=11-40. */
const [first = 1, last = 10] = (process.env.BACKLOT_KILL_SEEDS ?? '1-10').split('-').map(Number);
const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Real processes, a real emulator, `kill -9` at random moments: what a lost runner leaves behind. */
describe('a deploy that is killed', () => {
  let root: string;
  let state: string;
  const buckets: string[] = [];
  const told: string[] = [];
  const before = process.env.BACKLOT_STATE_DIR;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-kill-'));
    state = join(root, 'state');
    process.env.BACKLOT_STATE_DIR = state;
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
    'at random point %i is reported and finished by the next one',
    async (seed) => {
      const point = killPoint(seed);
      const id = `k${seed}`;
      await writeFile(join(root, 'environments', `${id}.yaml`), 'extends: [local]\n');
      const input = { root, id, stacks: point.stacks };
      const env = { BACKLOT_STATE_DIR: state };
      const first = await runProgram(input, env, point);
      expect([point, first]).toEqual([point, expect.objectContaining({ killed: true, errors: [] })]);
      const next = await runProgram(input, env);
      buckets.push(`backlot-${id}-state-000000000000`);
      expect([point, next.errors, next.outcome]).toEqual([point, [], 'complete']);
      told.push(...next.notes);
      expect(next.notes).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^deploy of .+@.+ \(process \d+, since .+\) has died: its lock has ended$/),
          expect.stringMatching(
            /^deploy of .+@.+ \(process \d+\) was killed \d+ s ago(, between two steps$| while applying '\w+')/,
          ),
        ]),
      );
      const last = await runProgram(input, env);
      expect([point, last]).toEqual([point, { notes: [], killed: false, outcome: 'complete', errors: [], changes: 0 }]);
    },
    180_000,
  );

  it('leaves nothing in the cloud that no state knows and nobody has named', async () => {
    const { endpoint = '' } = await emulatorStatus();
    const python = inspectVirtualEnvironment().installed?.python;
    if (!python) throw new Error('the emulator is not installed');
    const look = async (known: readonly string[]) => {
      const script = join(import.meta.dirname, 'fixtures/outside-states.py');
      return JSON.parse((await execa(python, [script, endpoint, ...known])).stdout);
    };
    const found = await look(buckets);
    // What was cut off before it got its tags isn't known to be ours: it is named, and stays.
    const unnamed = found.outside.filter((line: string) => !told.join('\n').includes(`'${line.split(' ').at(-1)}'`));
    expect(unnamed).toEqual([]);
    // It can tell: what only the states of the last environment know is outside, seen without them.
    expect((await look(buckets.slice(0, -1))).outside.length).toBeGreaterThan(20);
  }, 120_000);
});
