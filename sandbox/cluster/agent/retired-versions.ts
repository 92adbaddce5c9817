import { EmulatedSecrets, type EmulatedSecretsProps } from './emulated-secrets.js';

/** Staging label of the version whose credential was retired last. */
export const RETIRED_STAGE = 'BACKLOT-RETIRED';

/**
 * Remembers versions whose credentials were retired. A label is on one version at a time, so one that moved on is still
 * known here.
 */
export class RetiredVersions {
  private readonly secrets: EmulatedSecrets;
  private readonly known = new Set<string>();

  /** @throws BacklotError `NotLoopback` */
  constructor(props: EmulatedSecretsProps) {
    this.secrets = new EmulatedSecrets(props);
  }

  has(secret: string, version: string): boolean {
    return this.known.has(`${secret} ${version}`);
  }

  /** Asks for the labels of these secrets; an emulator that is away is asked again the next time. */
  async read(secrets: Iterable<string>): Promise<void> {
    for (const secret of secrets) {
      const stages = await this.secrets.stages(secret).catch(() => ({}));
      for (const [version, labels] of Object.entries(stages)) {
        if (labels.includes(RETIRED_STAGE)) this.known.add(`${secret} ${version}`);
      }
    }
  }
}
