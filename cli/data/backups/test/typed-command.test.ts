import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runsAs } from '../../../kernel/command-line.js';
import { resumeCommand } from '../../secrets/rotation-error.js';
import { createBackup, restoreBackup, verifyBackup } from '../index.js';
import { Bench, environment } from './fixtures/bench.js';

const runs = (name: string, argv: readonly string[]) =>
  runsAs({ shape: { name, args: ['environment'], flags: {} }, argv, shapeOf: () => undefined });

/** What a command runs as lasts as long as its process: this file has all that says so. */
describe('the command that goes on', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.stop());

  const SET = String.raw`\d{8}t\d{6}-[0-9a-f]{4}`;
  const actionsOf = (work: Promise<unknown>) =>
    work.then(
      () => [],
      (error: { actions: readonly string[] }) => error.actions,
    );

  it('is what was typed, with its limits, and the set that it made', async () => {
    runs('backups create', ['bench', '--timeout', '20ms', '--lock-timeout', '1m']);
    bench.films.looking = () => 'creating';
    const [action] = await actionsOf(createBackup(environment, { ...bench.options, timeoutMs: 20 }));
    const expected = new RegExp(`^backlot backups create bench --timeout 20ms --lock-timeout 1m --resume ${SET}$`);
    expect(action).toMatch(expected);
  });

  it('names the set that a proof chose by itself, once', async () => {
    const { id } = await createBackup(environment, bench.options);
    bench.films.restoring = () => 'creating';
    for (const named of [[], [id]]) {
      runs('backups verify', ['bench', ...named, '--timeout', '20ms']);
      const [action] = await actionsOf(verifyBackup(environment, { ...bench.options, timeoutMs: 20 }));
      expect(action).toBe(
        `backlot backups verify bench ${named.length > 0 ? `${id} --timeout 20ms` : `--timeout 20ms ${id}`}`,
      );
    }
  });

  it('can be pasted where a name is taken, and has no gap to be filled in', async () => {
    const { id } = await createBackup(environment, bench.options);
    runs('backups restore', ['bench', id, '--lock-timeout', '1m']);
    await restoreBackup(environment, { ...bench.options, set: id });
    const actions = await actionsOf(restoreBackup(environment, { ...bench.options, set: id }));
    expect(actions).toEqual([
      `backlot backups prune bench --restored reel-bench-films-restored-${id}`,
      `backlot backups restore bench ${id} --lock-timeout 1m`,
      `backlot backups restore bench ${id} --lock-timeout 1m --in-place`,
    ]);
  });

  it('goes on with a rotation as it was typed, without what was for its first run', () => {
    const place = { environment: 'bench', secret: 'api-key' };
    runs('secrets rotate', ['bench', 'api-key', '--stdin', '--timeout', '10m']);
    expect(resumeCommand(place)).toBe('backlot secrets rotate bench api-key --timeout 10m');
    runs('secrets rotate', ['bench', 'api-key', '--abort']);
    expect(resumeCommand(place)).toBe('backlot secrets rotate bench api-key');
    runs('secrets set', ['bench', 'api-key']);
    expect(resumeCommand(place)).toBe('backlot secrets rotate bench api-key');
  });
});
