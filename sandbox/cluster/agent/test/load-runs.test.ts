import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LoadRuns } from '../model/load-runs.js';
import { EPOCH } from './support/driven.js';

const request = { service: 'api', namespace: 'streaming', rps: 50, durationSeconds: 60 };
const figures = { offeredRps: 50, unroutedRps: 0, versions: [] };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function restarted(now: number): Promise<LoadRuns> {
  const runs = new LoadRuns(folder);
  await runs.restore(now);
  return runs;
}

describe('runs', () => {
  it('go on after a restart, for the rest of their time, with the backlog', async () => {
    const before = await restarted(EPOCH);
    const { id } = before.start(request, 'web', EPOCH);
    before.backlogs.set('streaming/processor', 12);
    await before.save();
    const after = await restarted(EPOCH + 30_000);
    expect(after.get(id)?.state).toBe('running');
    expect(after.active(EPOCH + 30_000).get('streaming/api')).toMatchObject([{ rps: 50 }]);
    expect(after.backlogs.get('streaming/processor')).toBe(12);
    expect((await restarted(EPOCH + 61_000)).get(id)?.state).toBe('finished');
  });

  it('start anew when the file is broken', async () => {
    await writeFile(join(folder, 'load-runs.json'), '{"runs":');
    expect((await restarted(EPOCH)).list()).toEqual([]);
  });

  it('keep at most 300 samples, evenly spread', async () => {
    const runs = new LoadRuns();
    const run = runs.start({ ...request, durationSeconds: 3600 }, 'web', EPOCH);
    for (let second = 1; second <= 3600; second += 1) runs.sample(run, figures, EPOCH + second * 1000);
    expect(run.samples).toHaveLength(300);
    expect(run.samples.at(-1)?.seconds).toBeGreaterThan(3580);
  });

  it('forget the oldest that ended, never one that goes on', () => {
    const runs = new LoadRuns();
    const lasting = runs.start({ ...request, durationSeconds: 9999 }, 'web', EPOCH);
    for (let count = 0; count < 30; count += 1) runs.stop(runs.start(request, 'web', EPOCH).id, EPOCH);
    runs.finish(EPOCH);
    expect(runs.list()).toHaveLength(21);
    expect(runs.get(lasting.id)?.state).toBe('running');
  });

  it('stop once, and say nothing of one that is not there', () => {
    const runs = new LoadRuns();
    const { id } = runs.start(request, 'web', EPOCH);
    expect(runs.busy).toBe(true);
    expect(runs.stop(id, EPOCH + 5000)).toMatchObject({ state: 'stopped', elapsedSeconds: 5 });
    expect(runs.stop(id, EPOCH + 9000)).toMatchObject({ state: 'stopped', elapsedSeconds: 5 });
    expect(runs.stop('nope', EPOCH)).toBeUndefined();
    expect(runs.busy).toBe(false);
  });
});
