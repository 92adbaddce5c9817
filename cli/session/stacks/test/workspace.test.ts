import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Workspace } from '../workspace.js';

describe('the folders of an environment on this machine', () => {
  let folder: string;
  let told: string[];
  const tell = (line: string) => void told.push(line);
  const workspace = () => new Workspace({ id: 'local', platform: 'fixture' }, folder);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-workspace-'));
    told = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs something until it is released. */
  function holding(changes?: string) {
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun: () => void = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const done = workspace().use({ tell, changes }, async () => {
      begun();
      await released;
    });
    return { started, release, done };
  }

  it('are refused to a second command that changes the environment, which learns who does', async () => {
    const first = holding('deploy');
    await first.started;
    const began = performance.now();
    const second = workspace().use({ tell, changes: 'rollback' }, async () => 'never');
    await expect(second).rejects.toMatchObject({
      code: 'EnvironmentLocked',
      message: expect.stringMatching(
        /'local' is being changed by deploy of .+@.+ \(process \d+, since .+\); on this machine/,
      ),
      actions: expect.arrayContaining([expect.stringContaining('backlot rollback local --lock-timeout 10m')]),
      details: { holder: expect.objectContaining({ operation: 'deploy', pid: process.pid }) },
    });
    expect(performance.now() - began).toBeLessThan(5_000);
    first.release();
    await first.done;
  });

  it('are waited for as long as was said', async () => {
    const first = holding('deploy');
    await first.started;
    const second = workspace().use({ tell, changes: 'rollback', waitMs: 60_000 }, async () => 'second');
    first.release();
    expect(await second).toBe('second');
  });

  it.each([
    { holder: 'deploy', asks: undefined, says: /^waiting for deploy of .+@.+ \(process \d+, since .+\)$/ },
    { holder: undefined, asks: 'deploy', says: /^waiting for process \d+, which works on environment 'local'$/ },
  ])('are waited for by $asks while $holder uses them: only one changes something', async ({ holder, asks, says }) => {
    const first = holding(holder);
    await first.started;
    const second = workspace().use({ tell, changes: asks }, async () => 'second');
    const deadline = performance.now() + 10_000;
    while (told.length === 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).toEqual([expect.stringMatching(says)]);
    first.release();
    expect(await second).toBe('second');
  });
});
