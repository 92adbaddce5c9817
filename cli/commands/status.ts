import { Flags } from '@oclif/core';
import type { Environment } from '../../environments/model/index.js';
import { contextFlag, EnvironmentCommand, runFlags } from '../base-command/index.js';
import type { EnvironmentStatus } from '../insight/status/index.js';
import { LivePicture } from '../terminal/canary/live-picture.js';
import { environmentLine } from '../terminal/environment-line.js';
import { nextLines } from '../terminal/next-lines.js';
import { statusView } from '../terminal/status/status-view.js';
import { canRedraw } from '../terminal/terminal.js';

/** Milliseconds between two looks. */
const EVERY = 2_000;

/** Tells where an environment stands, on one screen. */
export default class Status extends EnvironmentCommand<EnvironmentStatus> {
  static override summary =
    'Tell where an environment stands: stacks, release, locks, drift, backups, alerts, services.';
  static override description =
    'Looks only: starts nothing and changes nothing. What does not answer in time is unknown, with the reason. With --watch it is drawn again every two seconds until Ctrl-C.';
  static override examples = [
    '<%= config.bin %> status local',
    '<%= config.bin %> status prod --watch',
    { description: 'What fires', command: "<%= config.bin %> status prod --json | jq '.alerts.value'" },
  ];
  static override flags = {
    stack: runFlags.stack,
    ...contextFlag,
    watch: Flags.boolean({ char: 'w', description: 'Draw it again every two seconds, until Ctrl-C.' }),
  };

  async run(): Promise<EnvironmentStatus> {
    const { args, flags } = await this.parse(Status);
    const environment = await this.environment(args.environment);
    const { context, stack: stacks } = flags;
    const look = () => this.operations.status(environment, { progress: this.view, stacks, context });
    const live =
      flags.watch && canRedraw(this.terminal) && !this.wants.json ? new LivePicture(this.terminal) : undefined;
    const status = live ? await this.follow(environment, look, live) : await look();
    this.print(this.text(environment, status, this.width, 'stdout'));
    return status;
  }

  /** Draws until Ctrl-C; the last look is printed in its place. */
  private async follow(environment: Environment, look: () => Promise<EnvironmentStatus>, live: LivePicture) {
    const { processInterrupts } = await import('../kernel/interrupts.js');
    const stopping = new AbortController();
    const end = processInterrupts.subscribe(() => stopping.abort());
    const { setTimeout: delay } = await import('node:timers/promises');
    try {
      for (;;) {
        const status = await look();
        if (stopping.signal.aborted) return status;
        live.draw(this.text(environment, status, this.width - 1, 'stderr'));
        await delay(EVERY, undefined, { signal: stopping.signal }).catch(() => undefined); // Ctrl-C
        if (stopping.signal.aborted) return status;
      }
    } finally {
      end();
      live.clear();
    }
  }

  private text(
    environment: Environment,
    status: EnvironmentStatus,
    width: number,
    stream: 'stdout' | 'stderr',
  ): string {
    const paint = this.paint(stream);
    const why =
      environment.target === 'sandbox' ? 'The sandbox is stopped; what it holds is kept.' : 'AWS does not answer.';
    const down = status.reachable ? [] : [paint('yellow', why), ...nextLines({ actions: status.actions ?? [] })];
    return [environmentLine(environment, paint), ...down, '', statusView(status, { width, paint })].join('\n');
  }
}
