import { describe, expect, it } from '@jest/globals';
import { explain, loadEnvironment, renderResolved } from '../../../environments/model/index.js';
import Config from '../config.js';
import { runCommand } from './support/run-command.js';

const operations = {
  loadEnvironment: (id: string) => loadEnvironment(id),
  explain: async (...args: Parameters<typeof explain>) => explain(...args),
  renderResolved: async (...args: Parameters<typeof renderResolved>) => renderResolved(...args),
};

describe('config', () => {
  it('prints the whole environment as YAML, defaults included', async () => {
    const run = await runCommand(Config, ['local'], operations);
    expect(run.out()).toMatch(/^platform: backlot\n/);
    expect(run.out()).toContain('production: false');
  });

  it('says the file and line of each value, or that it is a default', async () => {
    const run = await runCommand(Config, ['local', '--explain'], operations);
    expect(run.out()).toMatch(/\nplatform +environments\/base\.yaml:\d+ +"backlot"\n/);
    expect(run.out()).toMatch(/\ntarget +environments\/local\.yaml:\d+ +"sandbox"\n/);
    expect(run.out()).toMatch(/\nproduction +default +false\n/);
  });

  it('gives values, files and, when asked, origins with --json', async () => {
    const plain = await runCommand(Config, ['local', '--json'], operations);
    expect(plain.json()).toMatchObject({ environment: 'local', config: { target: 'sandbox' } });
    expect(plain.json()).not.toHaveProperty('origins');
    const explained = await runCommand(Config, ['local', '--explain', '--json'], operations);
    expect(explained.json()).toMatchObject({ origins: { target: { kind: 'file', line: expect.any(Number) } } });
  });
});
