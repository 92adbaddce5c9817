import type { Environment, LoadedEnvironment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { canAsk } from '../terminal/terminal.js';
import { BaseCommand } from './base-command.js';
import { environmentArg } from './flags.js';

/** Base of commands that work on one environment. */
export abstract class EnvironmentCommand<Result> extends BaseCommand<Result> {
  static override args = environmentArg;

  /** Loads the environment that was named; see {@link environmentName}. */
  protected async environment(given: string | undefined): Promise<Environment> {
    return (await this.loaded(given)).environment;
  }

  /** Loads it with the places that its values come from. */
  protected async loaded(given: string | undefined): Promise<LoadedEnvironment> {
    return this.operations.loadEnvironment(await this.environmentName(given));
  }

  /** Where questions about one environment are asked. */
  protected asking(environment: Environment) {
    const { terminal, view } = this;
    return { environment, terminal, view, paint: this.paint('stderr'), events: this.wants.events };
  }

  /**
   * The argument, else `BACKLOT_ENVIRONMENT`, else what a person picks.
   *
   * @throws BacklotError `EnvironmentMissing` naming the choices when nobody can be asked.
   */
  protected async environmentName(given: string | undefined): Promise<string> {
    const named = given || this.terminal.env.BACKLOT_ENVIRONMENT;
    if (named) return named;
    const known = await this.operations.listEnvironments();
    if (known.length > 0 && canAsk(this.terminal) && !this.wants.events) {
      return this.terminal.prompts.choose(
        'Which environment?',
        known.map((value) => ({ value })),
      );
    }
    const verb = this.id?.replaceAll(':', ' ');
    throw new BacklotError({
      code: 'EnvironmentMissing',
      message:
        known.length > 0
          ? `name the environment: ${known.join(', ')}; or set BACKLOT_ENVIRONMENT`
          : 'there is no environment here: environments/ holds no file',
      exitCode: 3,
      actions: known.length > 0 ? known.map((id) => `backlot ${verb} ${id}`) : [`backlot init`],
    });
  }
}
