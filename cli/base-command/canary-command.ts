import { Args, Flags } from '@oclif/core';
import type { Environment } from '../../environments/model/index.js';
import { Duration } from '../../modules/values/duration.js';
import { type Interrupts, processInterrupts } from '../kernel/interrupts.js';
import { EnvironmentCommand } from './environment-command.js';
import { contextFlag } from './flags.js';

/** Flags that say which canaries are meant. */
export const canaryFlags = {
  all: Flags.boolean({ description: 'All services of the environment that have canaries.' }),
  group: Flags.string({
    env: 'BACKLOT_GROUP',
    helpValue: 'LABEL',
    description: 'Services with this label: key=value, or the value of backlot.dev/group.',
  }),
  ...contextFlag,
};

/** How long to wait. */
export const timeoutFlag = {
  timeout: Flags.string({
    env: 'BACKLOT_TIMEOUT',
    helpValue: 'DURATION',
    description: 'How long to wait, such as 90s or 30m; then exit with 69 and say how to go on.',
  }),
};

/** One argument for both: what comes before one that takes several values may not be left out. */
const namesArg = {
  names: Args.string({
    ignoreStdin: true,
    multiple: true,
    description:
      'ENVIRONMENT [SERVICE...]. Default: $BACKLOT_ENVIRONMENT; without a service, commands that only look take all of them.',
  }),
};

/** The words of the command line. */
export interface NamedCanaries {
  readonly names?: readonly string[];
}

/** Base of the commands about canaries of one, several or all services. */
export abstract class CanaryCommand<Result> extends EnvironmentCommand<Result> {
  static override args = namesArg as typeof namesArg & typeof EnvironmentCommand.args;

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  /**
   * The environment and the services that were named. Where `BACKLOT_ENVIRONMENT` names the environment and the first word
   * is no environment, all words are services.
   */
  protected async meant({ names = [] }: NamedCanaries): Promise<{
    readonly environment: Environment;
    readonly services: readonly string[];
  }> {
    const [first, ...service] = names;
    const standing = this.terminal.env.BACKLOT_ENVIRONMENT;
    if (first && standing && !(await this.operations.listEnvironments()).includes(first)) {
      return { environment: await this.environment(standing), services: [first, ...service] };
    }
    return { environment: await this.environment(first), services: service };
  }

  /** Runs `work` with a signal that Ctrl-C aborts, and says once what that means; `before` makes room for it. */
  protected async interruptibly<T>(
    told: string,
    work: (signal: AbortSignal) => Promise<T>,
    before: () => void = () => {},
  ): Promise<T> {
    const stopping = new AbortController();
    const end = this.interrupts.subscribe((count) => {
      if (count === 1) {
        before();
        this.view.emit({ type: 'note', level: 'warning', message: told });
      }
      stopping.abort();
    });
    try {
      return await work(stopping.signal);
    } finally {
      end();
    }
  }

  /** @throws BacklotError `InvalidDuration`. */
  protected milliseconds(timeout: string | undefined): number | undefined {
    return timeout === undefined ? undefined : Duration.parse(timeout).toSeconds() * 1000;
  }
}
