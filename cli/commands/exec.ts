import { PassThrough, type Writable } from 'node:stream';
import { Flags } from '@oclif/core';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { requireAnswers } from '../base-command/approval.js';
import { CanaryCommand } from '../base-command/canary-command.js';
import { approvalFlags, contextFlag } from '../base-command/flags.js';
import type { ExecResult } from '../running/day-two/index.js';

/** What `exec --json` prints. */
export interface ExecOutput extends ExecResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a pod of a service. */
export default class Exec extends CanaryCommand<ExecOutput> {
  static override summary = 'Run a command in a pod of a service.';
  static override description =
    'ENV SERVICE -- COMMAND. It runs in a ready pod of the stable version, with a terminal where there is one, and exits as the command does. Who ran which program is kept as events of the pod, before and after. Protected environments ask for --confirm=ENV, and run nothing that cannot be recorded. To a file or a program the output goes byte for byte; on a terminal what would control it is written out, other than in an interactive session.';
  static override examples = [
    '<%= config.bin %> exec dev api -- sh',
    '<%= config.bin %> exec prod api --confirm=prod -- cat /proc/1/limits',
    '<%= config.bin %> exec dev api --version canary --container api -- env',
  ];
  static override flags = {
    pod: Flags.string({ env: 'BACKLOT_POD', helpValue: 'NAME', description: 'Default: a ready one of the version.' }),
    version: Flags.string({
      env: 'BACKLOT_POD_VERSION',
      options: ['stable', 'canary'],
      description: 'Whose pod. Default: stable',
    }),
    container: Flags.string({
      env: 'BACKLOT_CONTAINER',
      char: 'c',
      helpValue: 'NAME',
      description: 'Default: the one that serves.',
    }),
    confirm: { ...approvalFlags.confirm, description: 'Name of the environment, where it is protected.' },
    ...contextFlag,
  };

  async run(): Promise<ExecOutput> {
    const [own, command] = split(this.argv);
    const { args, flags } = await this.parse(Exec, own);
    const { environment, services } = await this.meant(args);
    const [service, ...more] = services;
    if (!service || more.length > 0) {
      throw new BacklotError({
        code: 'InvalidArguments',
        message: 'name one service, and write the command behind --',
        exitCode: 3,
        actions: (service ? [service] : Object.keys(environment.services)).map(
          (name) => `backlot exec ${environment.id} ${name} -- env`,
        ),
      });
    }
    if (environment.protected || flags.confirm !== undefined) {
      const answers = { yes: flags.confirm !== undefined, confirm: flags.confirm };
      requireAnswers(
        { verb: `exec in ${service}`, environment, answers, nameOnly: true },
        { ...this.terminal, stdin: {} },
      );
    }
    const tty = Boolean(!this.wants.json && this.terminal.stdin.isTTY && this.terminal.stdout.isTTY);
    const kept = { stdout: '', stderr: '' };
    const output = (name: 'stdout' | 'stderr') =>
      this.wants.json ? keep(kept, name) : this.terminal[name].ofProgram({ interactive: tty });
    const result = await this.operations.execInService(environment, {
      service,
      command,
      pod: flags.pod,
      version: flags.version as 'stable' | 'canary' | undefined,
      container: flags.container,
      context: flags.context,
      progress: this.view,
      stdout: output('stdout'),
      stderr: output('stderr'),
      stdin: tty || !this.terminal.stdin.isTTY ? process.stdin : undefined,
      tty,
    });
    process.stdin.unref?.();
    this.exitWith(result.exitCode);
    return { ...result, ...kept };
  }
}

/** Our own words, and the command behind `--`. */
function split(argv: readonly string[]): [string[], string[]] {
  const at = argv.indexOf('--');
  return at === -1 ? [[...argv], []] : [argv.slice(0, at), argv.slice(at + 1)];
}

function keep(kept: Record<'stdout' | 'stderr', string>, name: 'stdout' | 'stderr'): Writable {
  return passing((text) => {
    kept[name] += text;
  });
}

function passing(write: (text: string) => void): Writable {
  const stream = new PassThrough();
  stream.setEncoding('utf8').on('data', write);
  return stream;
}
