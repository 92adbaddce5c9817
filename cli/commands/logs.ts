import { Flags } from '@oclif/core';
import { CanaryCommand } from '../base-command/canary-command.js';
import { contextFlag } from '../base-command/flags.js';
import type { LogLine, LogsResult } from '../running/day-two/index.js';
import { logText } from '../terminal/day-two/log-text.js';

/** What `--json` prints: one of these per line. */
export type Output = LogLine;

/** Shows what services write. */
export default class Logs extends CanaryCommand<LogsResult> {
  static override summary = 'Show the logs of services, of all their pods as one.';
  static override description =
    'Lines that are JSON are made readable, --raw leaves them as they are; what would control a terminal is written out, other than with --raw to a file or a program. --json prints one object per line. With -f it goes on until Ctrl-C, through pods that come and go. In the sandbox, pods are simulated: their lines are worked out by the traffic model and marked with model=true.';
  static override examples = [
    '<%= config.bin %> logs prod api -f',
    '<%= config.bin %> logs prod api --version canary --since 10m --grep "status.:5"',
    { description: 'What a container said before it crashed', command: '<%= config.bin %> logs prod api --previous' },
    { description: 'As data', command: '<%= config.bin %> logs prod --since 1h --json | jq .fields' },
  ];
  static override flags = {
    follow: Flags.boolean({ char: 'f', description: 'Go on as lines come; Ctrl-C ends it.' }),
    since: Flags.string({
      env: 'BACKLOT_SINCE',
      helpValue: 'DURATION',
      description: 'Lines of the last 30s, 10m, 2h.',
    }),
    tail: Flags.integer({
      env: 'BACKLOT_TAIL',
      helpValue: 'LINES',
      description: 'Last lines of each pod; -1 for all. Default: 100, with --since all.',
    }),
    previous: Flags.boolean({
      char: 'p',
      description: 'Of the containers before their last restart.',
      exclusive: ['follow'],
    }),
    container: Flags.string({
      env: 'BACKLOT_CONTAINER',
      char: 'c',
      helpValue: 'NAME',
      description: 'Default: the one that serves.',
    }),
    version: Flags.string({
      env: 'BACKLOT_POD_VERSION',
      options: ['stable', 'canary'],
      description: 'Only pods of this version.',
    }),
    grep: Flags.string({ env: 'BACKLOT_GREP', helpValue: 'REGEXP', description: 'Only lines that match.' }),
    raw: Flags.boolean({
      description: 'Leave lines as they were written; on a terminal still without what would control it.',
    }),
    ...contextFlag,
  };

  async run(): Promise<LogsResult> {
    const { args, flags } = await this.parse(Logs);
    const { environment, services } = await this.meant(args);
    const { raw, version, ...wanted } = flags;
    const paint = this.paint();
    const shown = { paint, raw, services: services.length !== 1 };
    const onLine = (line: LogLine) => {
      const { stdout } = this.terminal;
      if (this.wants.json) stdout.json(line);
      else if (raw) stdout.asWritten(`${logText(line, shown)}\n`);
      else stdout.write(`${logText(line, shown)}\n`);
    };
    return this.interruptibly('', (signal) =>
      this.operations.streamLogs(environment, {
        services,
        context: wanted.context,
        follow: wanted.follow,
        since: wanted.since,
        tail: wanted.tail,
        previous: wanted.previous,
        container: wanted.container,
        version: version as 'stable' | 'canary' | undefined,
        grep: wanted.grep,
        progress: this.view,
        signal,
        onLine,
      }),
    );
  }

  /** Each line was an object of its own. */
  protected override logJson(): void {}
}
