import { Flags } from '@oclif/core';
import { CanaryCommand } from '../base-command/canary-command.js';
import { contextFlag } from '../base-command/flags.js';
import type { EventsResult } from '../running/day-two/index.js';
import { eventLine, eventsTable } from '../terminal/day-two/events-text.js';

/** Tells what happened to services. */
export default class Events extends CanaryCommand<EventsResult> {
  static override summary = "Tell what happened to services: Kubernetes' events of all their objects.";
  static override description =
    'Warnings come first; the same of several pods is one line. With -w it goes on until Ctrl-C, and --json prints one object per line then. A cluster keeps events for an hour.';
  static override examples = ['<%= config.bin %> events prod api', '<%= config.bin %> events prod -w --warnings'];
  static override flags = {
    watch: Flags.boolean({ char: 'w', description: 'Go on as events come; Ctrl-C ends it.' }),
    since: Flags.string({ env: 'BACKLOT_SINCE', helpValue: 'DURATION', description: 'Seen in the last 30s, 10m, 1h.' }),
    warnings: Flags.boolean({ description: 'Warnings only.' }),
    ...contextFlag,
  };

  private following = false;

  async run(): Promise<EventsResult> {
    const { args, flags } = await this.parse(Events);
    const { environment, services } = await this.meant(args);
    const { context, since, warnings, watch } = flags;
    const meant = { services, context, since, warnings, progress: this.view };
    this.following = watch;
    if (watch) {
      const { stdout } = this.terminal;
      return this.interruptibly('', (signal) =>
        this.operations.readEvents(environment, {
          ...meant,
          signal,
          onEvent: (event) =>
            this.wants.json ? stdout.json(event) : stdout.write(`${eventLine(event, this.paint())}\n`),
        }),
      );
    }
    const result = await this.operations.readEvents(environment, meant);
    const look = { now: new Date(), paint: this.paint(), width: this.tableWidth };
    if (result.events.length > 0) this.print(eventsTable(result.events, look));
    else this.print(`Nothing happened to ${result.services.join(', ')} that the cluster still knows of.`);
    return result;
  }

  /** While following, each event was an object of its own. */
  protected override logJson(json: unknown): void {
    if (!this.following || (json as { error?: unknown }).error) super.logJson(json);
  }
}
