import { EnvironmentCommand } from '../base-command/index.js';
import type { EnvironmentStatus, StackStatus } from '../operations/status/index.js';
import { environmentLine } from '../terminal/environment-line.js';
import { plural } from '../terminal/plural.js';
import { table } from '../terminal/table.js';

/** Tells what is applied. */
export default class Status extends EnvironmentCommand<EnvironmentStatus> {
  static override summary = 'Tell what is applied in an environment, since when, and who holds a lock.';
  static override description = 'Reads states only: starts nothing and changes nothing.';
  static override examples = ['<%= config.bin %> status local'];

  async run(): Promise<EnvironmentStatus> {
    const { args } = await this.parse(Status);
    const environment = await this.environment(args.environment);
    const status = await this.operations.status(environment, { progress: this.view });
    const paint = this.paint();
    this.print(environmentLine(environment, paint));
    if (!status.reachable) this.print(paint('yellow', notReachable(status, this.config.bin)));
    if (status.endpoint) this.print(`endpoint ${status.endpoint}`);
    this.print('');
    this.print(
      table(
        status.stacks,
        [
          { title: 'stack', value: ({ id }) => id },
          {
            title: 'state',
            value: ({ applied }) => (applied ? 'applied' : 'not applied'),
            paint: (row, text, with_) => with_(row.applied ? 'green' : 'dim', text),
          },
          { title: 'resources', value: ({ resources }) => String(resources), align: 'right' },
          { title: 'serial', value: ({ serial }) => (serial === undefined ? '' : String(serial)), align: 'right' },
          { title: 'last applied', value: ({ lastApplied }) => lastApplied?.replace(/\.\d+Z$/, 'Z') ?? '' },
          { title: '', value: lockText, shrinks: true },
        ],
        { width: this.tableWidth, paint },
      ),
    );
    this.print(
      `\n${status.stacks.filter(({ applied }) => applied).length} of ${status.stacks.length} stacks applied, ${plural(status.resources, 'resource')}`,
    );
    return status;
  }
}

function notReachable({ target }: EnvironmentStatus, bin: string): string {
  return target === 'sandbox' ? `The sandbox is not running: ${bin} sandbox up` : `AWS does not answer: ${bin} doctor`;
}

function lockText({ lock }: StackStatus): string {
  return lock ? `locked by ${lock.who} since ${lock.since} (${lock.operation})` : '';
}
