import { EnvironmentCommand } from '../../base-command/index.js';
import type { SecretsListResult } from '../../data/secrets/index.js';
import { secretsText } from '../../terminal/secrets-text.js';

/** Lists secrets without their values. */
export default class SecretsList extends EnvironmentCommand<SecretsListResult> {
  static override summary = 'List the secrets of an environment: age, rotation, consumers, and whether a value is set.';
  static override description = 'Never shows a value.';
  static override examples = ['<%= config.bin %> secrets list prod'];

  async run(): Promise<SecretsListResult> {
    const { args } = await this.parse(SecretsList);
    const environment = await this.environment(args.environment);
    const result = await this.operations.listSecrets(environment, { progress: this.view });
    this.print(secretsText(result, { width: this.tableWidth, paint: this.paint() }));
    return result;
  }
}
