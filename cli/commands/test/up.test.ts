import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import Up from '../up.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { deployment, deployResult, planResult } from './support/results.js';
import { runCommand } from './support/run-command.js';
import { runningSandbox } from './support/sandbox.js';

function upping(result = deployResult([deployment('network'), deployment('media')])) {
  return {
    ...environmentsOf(environmentOf('local'), environmentOf('dev', { target: 'aws' })),
    sandboxStatus: async () => runningSandbox,
    sandboxUp: jest.fn<Operations['sandboxUp']>(async () => runningSandbox),
    deploy: jest.fn<Operations['deploy']>(async (_environment, { approve }) => {
      expect(await approve(planResult([]))).toBe(true);
      return result;
    }),
  };
}

describe('up', () => {
  it('starts the sandbox for the account of local, deploys without asking and says how to look around', async () => {
    const operations = upping();
    const run = await runCommand(Up, [], operations);
    expect(operations.sandboxUp.mock.calls[0]?.[0]).toMatchObject({
      accountId: '000000000000',
      region: 'eu-central-1',
    });
    expect(operations.deploy.mock.calls[0]?.[0].id).toBe('local');
    expect(run.err()).toContain('sandbox account 000000000000  region eu-central-1  environment local');
    expect(run.out()).toMatch(/network +applied +\+3 +3 +1\.2 s\n/);
    expect(run.out()).toContain('2 stacks, 6 resources, +6, in 3.1 s');
    expect(run.out()).toContain('aws --endpoint-url http://127.0.0.1:4566');
    expect(run.out()).toMatch(/backlot status local .*\n.*backlot outputs local .*\n.*backlot plan local/);
  });

  it('refuses an environment of a real account before it starts anything', async () => {
    const operations = upping();
    const run = await runCommand(Up, ['dev', '--json'], operations);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({ error: { code: 'NotASandbox' } });
    expect(operations.sandboxUp).not.toHaveBeenCalled();
    expect(operations.deploy).not.toHaveBeenCalled();
  });

  it('refuses it also when it comes from the variable', async () => {
    const run = await runCommand(Up, ['--json'], upping(), { env: { BACKLOT_ENVIRONMENT: 'dev' } });
    expect(run.json()).toMatchObject({ error: { code: 'NotASandbox' } });
  });

  it('prints the endpoint beside the stacks with --json', async () => {
    const run = await runCommand(Up, ['--json'], upping());
    expect(run.json()).toMatchObject({ outcome: 'complete', sandbox: { aws: { endpoint: 'http://127.0.0.1:4566' } } });
  });

  it('exits with 1 and shows no way around a cloud that is not there when a stack failed', async () => {
    const error = { code: 'ApplyFailed', message: 'quota', source: 'upstream', actions: ['backlot up'] };
    const result = deployResult([deployment('network', { status: 'failed', error })], { outcome: 'failed' });
    const run = await runCommand(Up, [], upping(result));
    expect(run.exitCode).toBe(1);
    expect(run.out()).toContain('✖ network: quota\n  next: backlot up');
    expect(run.out()).not.toContain('--endpoint-url');
  });
});
