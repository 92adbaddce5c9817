import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { countText, type StoreKind } from './store-kind.js';

/** A secret with its values. */
export const secret: StoreKind = {
  label: 'secret',
  look: async ({ cloud, attributes }) => {
    // Deleted, it can be had back until then.
    if (Number(attributes.recovery_window_in_days) > 0) return undefined;
    const { SecretsManager } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManager(cloud.settingsFor('secretsmanager'));
    try {
      const { LastChangedDate, RotationEnabled, VersionIdsToStages } = await client.describeSecret({
        SecretId: String(attributes.arn),
      });
      // The function that rotates it makes such a value again.
      const values = Object.keys(VersionIdsToStages ?? {}).length;
      if (RotationEnabled || values === 0) return undefined;
      const newest = LastChangedDate ? { newest: LastChangedDate.toISOString() } : {};
      return { words: countText(values, 'value'), amounts: { items: values, ...newest } };
    } finally {
      client.destroy();
    }
  },
  wayBack: async ({ cloud, attributes, environment, name }) => {
    const { SecretsManager } = await import('@aws-sdk/client-secrets-manager');
    const client: SecretsManager = new SecretsManager(cloud.settingsFor('secretsmanager'));
    try {
      const { DeletedDate } = await client.describeSecret({ SecretId: String(attributes.arn ?? attributes.name) });
      if (!DeletedDate) return undefined;
      return {
        words: 'waits for deletion',
        until: DeletedDate.toISOString(),
        command: `backlot recover ${environment} ${name}`,
      };
    } finally {
      client.destroy();
    }
  },
  takeBack: async (cloud, { arn, name }) => {
    const { SecretsManager } = await import('@aws-sdk/client-secrets-manager');
    const client: SecretsManager = new SecretsManager(cloud.settingsFor('secretsmanager'));
    try {
      await client.restoreSecret({ SecretId: String(arn ?? name) });
    } finally {
      client.destroy();
    }
  },
};
