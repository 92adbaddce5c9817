import { describe, expect, it } from '@jest/globals';
import Doctor from '../doctor.js';
import Outputs from '../outputs.js';
import Status from '../status.js';
import Synth from '../synth.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const local = environmentsOf(environmentOf('local'));
const long = `arn:aws:iam::000000000000:role/${'x'.repeat(120)}`;

describe('tables of commands', () => {
  it('never cut what is copied from them', async () => {
    const operations = { ...local, outputs: async () => ({ network: { vpc_id: 'vpc-1' }, cluster: { role: long } }) };
    const piped = await runCommand(Outputs, ['local'], operations, { columns: 60 });
    expect(piped.out()).toContain(long);
    const shown = await runCommand(Outputs, ['local'], operations, { columns: 60, tty: true, env: { NO_COLOR: '1' } });
    expect(shown.out()).toBe(`network.vpc_id  vpc-1\ncluster.role    ${long}\n`);
  });

  it('give one output whole and alone, by its key or by a name that one stack has', async () => {
    const outputs = async () => ({
      network: { vpc_id: 'vpc-1', ids: ['a', 'b'] },
      data: { name: 'd' },
      media: { name: 'm' },
    });
    const run = (...argv: string[]) =>
      runCommand(Outputs, ['local', ...argv], { ...local, outputs }, { tty: true, columns: 40 });
    expect((await run('network.vpc_id')).out()).toBe('vpc-1\n');
    expect((await run('vpc_id')).out()).toBe('vpc-1\n');
    expect(JSON.parse((await run('network.ids')).out())).toEqual(['a', 'b']);
    expect((await run('data.name', '--json')).json()).toEqual({ data: { name: 'd' } });
    const two = await run('name');
    expect([two.exitCode, two.err()]).toEqual([3, expect.stringContaining('more than one output')]);
    const near = await run('network.vpc-id');
    // Wrapped at words on a terminal of 40 columns.
    expect(near.err()).toMatch(
      /did\s+you\s+mean\s+'network\.vpc_id'\?\n\n.*next:.*\n {2}backlot outputs local network\.vpc_id\n/,
    );
  });

  it('say what to do where nothing is applied', async () => {
    const run = await runCommand(Outputs, ['local'], { ...local, outputs: async () => ({}) });
    expect(run.out()).toBe("Nothing is applied in 'local' yet: backlot deploy local\n");
  });

  it('name who holds a lock, and how to reach a sandbox that is down', async () => {
    const status = {
      environment: 'local',
      target: 'sandbox' as const,
      account: '000000000000',
      region: 'eu-central-1',
      reachable: false,
      stacks: [
        {
          id: 'network',
          applied: true,
          serial: 7,
          resources: 58,
          lastApplied: '2026-11-21T04:00:00.123Z',
          lock: { id: '1', operation: 'OperationTypeApply', who: 'ann@build', since: '2026-11-21T04:00:00Z' },
        },
        { id: 'data', applied: false, resources: 0 },
      ],
      resources: 58,
    };
    const actions = ['backlot sandbox up --environment local'];
    const run = await runCommand(Status, ['local'], { ...local, status: async () => ({ ...status, actions }) });
    expect(run.out()).toContain(
      'The sandbox is stopped; what it holds is kept.\n  next: backlot sandbox up --environment local',
    );
    expect(run.out()).toMatch(/^stacks +1 of 2 applied, 58 resources, last \d+ \w+ ago$/m);
    expect(run.out()).toMatch(/^ +not applied: data$/m);
    expect(run.out()).toMatch(/^ +state of network: locked by ann@build since .* \(OperationTypeApply\)$/m);
  });

  it('sum up a synthesis, which needs no cloud', async () => {
    const stacks = [{ id: 'network', resources: 58, dependsOn: ['foundation'], path: '/x' }];
    const synthesize = async () => ({ environment: 'local', stacks, resources: 58, durationMs: 312 });
    const run = await runCommand(Synth, ['local', '--out', 'there'], { ...local, synthesize });
    expect(run.out()).toMatch(/network +58 +foundation\n\n1 stack, 58 resources in there\/, 312 ms\n$/);
  });

  it('exit with 1 and say how to get what is missing on this machine', async () => {
    const checks = [
      { id: 'node', title: 'Node.js', status: 'ok' as const, version: '24.21.0' },
      { id: 'python', title: 'Python', status: 'missing' as const, action: 'install Python 3.10 or newer' },
    ];
    const run = await runCommand(Doctor, [], { doctor: async () => ({ ok: false, checks }) });
    expect(run.exitCode).toBe(1);
    expect(run.out()).toMatch(
      /✔ +Node\.js +24\.21\.0\n✖ +Python\n\nto do:\n {2}Python: install Python 3\.10 or newer\n/,
    );
  });
});
