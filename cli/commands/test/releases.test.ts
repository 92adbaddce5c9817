import { describe, expect, it } from '@jest/globals';
import ReleasesDiff from '../releases/diff.js';
import ReleasesList from '../releases/list.js';
import ReleasesShow from '../releases/show.js';
import ReleasesVerify from '../releases/verify.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { entryOf, releaseDiffResult, releaseOperations, releaseRecord } from './support/releases.js';
import { runCommand } from './support/run-command.js';

const local = { ...environmentsOf(environmentOf('local')), ...releaseOperations };

describe('releases list', () => {
  it('says what each release was and touched, newest first', async () => {
    const listReleases = async () => [
      entryOf(releaseRecord({ number: 4, operation: 'rollback', rollbackOf: 2 })),
      entryOf(releaseRecord({ number: 3, outcome: 'failed' })),
    ];
    const lines = (await runCommand(ReleasesList, ['local'], { ...local, listReleases })).out().split('\n');
    expect(lines[1]).toMatch(/^ +4 +rollback to 2 +complete +2026-11-21T03:00:00Z +1 m 01 s +ann@build +c0ffee00\+/);
    expect(lines[2]).toMatch(/^ +3 +deploy +failed/);
    expect(lines[1]).toContain('network, api:1.1.0 promoted');
  });

  it('says when there is none', async () => {
    const run = await runCommand(ReleasesList, ['local'], { ...local, listReleases: async () => [] });
    expect(run.out()).toBe("'local' has no release yet.\n");
  });

  it('leaves the values of services to releases show', async () => {
    const run = await runCommand(ReleasesList, ['local', '--json'], local);
    expect(JSON.stringify(run.json())).not.toContain('replicas');
  });
});

describe('releases show', () => {
  it('asks for the newest when none is named, and says who passed by a gate', async () => {
    const asked: unknown[] = [];
    const showRelease = async (_: unknown, number: number | undefined) => {
      asked.push(number);
      return entryOf(releaseRecord());
    };
    const run = await runCommand(ReleasesShow, ['local'], { ...local, showRelease });
    await runCommand(ReleasesShow, ['local', '2'], { ...local, showRelease });
    expect(asked).toEqual([undefined, 2]);
    expect(run.out()).toContain("gate 'backup-proof' overridden: the account of the drill is gone");
    expect(run.out()).toContain('postgres.main 14');
  });

  it('names the exact way back from a last copy', async () => {
    const lastCopy = { of: 'postgres.main', kind: 'DB snapshot', name: 'films-local-main-last-20261130t215300' };
    const lost = { name: 'postgres.main', stack: 'data', address: 'aws_db_instance.postgres-main', holds: '1 table' };
    const shown = async (action: 'delete' | 'replace') => {
      const record = { ...releaseRecord(), losses: [{ ...lost, action, lastCopy }] };
      return (await runCommand(ReleasesShow, ['local'], { ...local, showRelease: async () => entryOf(record) })).out();
    };
    const command = 'backlot backups restore local films-local-main-last-20261130t215300 --in-place';
    expect(await shown('replace')).toContain(`put it in place again: ${command}`);
    expect(await shown('delete')).toContain(`declare it again and deploy it, then put that in its place: ${command}`);
  });
});

describe('releases diff', () => {
  it('shows images, values, resources, objects and schemas', async () => {
    const text = (await runCommand(ReleasesDiff, ['local', '1', '2'], local)).out();
    expect(text).toContain('local: release 1 → 2');
    expect(text).toContain('~ api  api:1.0.0 → api:1.1.0  chart service-1.0.0 → service-1.1.0');
    expect(text).toContain('replicas.min: 3 → 4');
    expect(text).toContain('+ aws_subnet.new');
    expect(text).toContain('- LimitRange streaming/defaults');
    expect(text).toContain('postgres.main as api supports it: (none) → >=12 <15');
  });

  it('exits with 2 for a difference only where that is asked for', async () => {
    const same = { ...releaseDiffResult, services: [], stacks: [], baseline: [], schemas: [] };
    const exit = async (...flags: string[]) => (await runCommand(ReleasesDiff, ['local', ...flags], local)).exitCode;
    expect([await exit(), await exit('--detailed-exitcode')]).toEqual([0, 2]);
    const run = await runCommand(ReleasesDiff, ['local', '--detailed-exitcode'], {
      ...local,
      diffReleases: async () => same,
    });
    expect([run.exitCode, run.out()]).toEqual([0, 'local: release 1 → 2: the same\n']);
  });
});

describe('releases verify', () => {
  it('names what was altered and exits with 2', async () => {
    const run = await runCommand(ReleasesVerify, ['local'], local);
    expect(run.exitCode).toBe(2);
    expect(run.out()).toMatch(/2 +altered +its content is not what was written +local\/releases\/00000002.json/);
  });

  it('exits with 0 when all is as it was written', async () => {
    const verifyReleases = async () => ({ releases: 3, signed: 2, faults: [], notes: ['1 of 3 releases is old'] });
    const run = await runCommand(ReleasesVerify, ['local'], { ...local, verifyReleases });
    expect([run.exitCode, run.out()]).toEqual([
      0,
      'As it was written: 3 releases, 2 signed.\nnote: 1 of 3 releases is old\n',
    ]);
  });
});
