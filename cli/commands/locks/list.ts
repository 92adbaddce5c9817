import { EnvironmentCommand } from '../../base-command/index.js';
import type { LockInfo } from '../../running/locks/index.js';
import { table } from '../../terminal/table.js';

/** What `locks list --json` prints. */
export interface LocksResult {
  readonly environment: string;
  readonly locks: readonly LockInfo[];
}

/** Tells who holds what. */
export default class LocksList extends EnvironmentCommand<LocksResult> {
  static override summary = 'Tell who is changing an environment, and which states are locked.';
  static override examples = ['<%= config.bin %> locks list prod'];

  async run(): Promise<LocksResult> {
    const { args } = await this.parse(LocksList);
    const environment = await this.environment(args.environment);
    const locks = await this.operations.listLocks(environment, { progress: this.view });
    if (locks.length === 0) this.print(`Nobody holds a lock of '${environment.id}'.`);
    else
      this.print(
        table(
          locks,
          [
            { title: 'lock', value: ({ subject }) => subject },
            { title: 'operation', value: ({ operation }) => operation },
            { title: 'who', value: ({ who }) => who },
            { title: 'since', value: ({ since }) => since.replace(/\.\d+Z$/, 'Z') },
            { title: 'holder', value: lifeText },
            { title: 'id', value: ({ id }) => id },
          ],
          { width: this.tableWidth, paint: this.paint() },
        ),
      );
    for (const { alive, doing = [] } of locks) {
      if (doing.length > 0) this.print(`\n${alive ? 'It is' : 'It was'} ${doing.join(', ')}.`);
    }
    return { environment: environment.id, locks };
  }
}

function lifeText({ alive, ageSeconds }: LockInfo): string {
  if (alive === undefined) return 'unknown';
  return alive ? `alive ${ageSeconds} s ago` : 'dead';
}
