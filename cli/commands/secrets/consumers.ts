import { contextFlag, EnvironmentCommand } from '../../base-command/index.js';
import { requireSecretName, secretArgs } from '../../base-command/secret-args.js';
import type { ConsumersResult } from '../../data/secrets/index.js';
import { consumersText } from '../../terminal/secrets-text.js';

/** Tells who uses a secret, and with which version. */
export default class SecretsConsumers extends EnvironmentCommand<ConsumersResult> {
  static override summary = 'Tell who uses a secret, and how many of their pods run with the current version.';
  static override description =
    'Declared are the services that need it; others are found in the cluster. A pod reads its variables when it starts: it is on the version that the cluster held then.';
  static override examples = ['<%= config.bin %> secrets consumers prod api-token-key'];
  static override args = secretArgs;
  static override flags = { ...contextFlag };

  async run(): Promise<ConsumersResult> {
    const { args, flags } = await this.parse(SecretsConsumers);
    const environment = await this.environment(args.environment);
    const secret = requireSecretName(args.secret, environment, `backlot secrets consumers`);
    const options = { progress: this.view, context: flags.context };
    const result = await this.operations.secretConsumers(environment, secret, options);
    this.print(consumersText(result, { width: this.tableWidth, paint: this.paint() }));
    return result;
  }
}
