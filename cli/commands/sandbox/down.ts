import { BaseCommand } from '../../base-command/index.js';
import type { SandboxStopped } from '../../lifecycle/sandbox/index.js';

/** Stops the cloud of this machine. */
export default class SandboxDown extends BaseCommand<SandboxStopped> {
  static override summary = 'Stop the cloud of this machine; its data stays.';
  static override examples = ['<%= config.bin %> sandbox down'];

  async run(): Promise<SandboxStopped> {
    await this.parse(SandboxDown);
    const status = await this.operations.sandboxDown({ progress: this.view });
    const done = status.stopped ? 'is stopped' : 'did not run';
    this.print(`The sandbox ${done}, its data is kept. Start it again: ${this.bin} sandbox up`);
    return status;
  }
}
