import type { LedgerNames } from '../../../stacks/ledger-location.js';
import type { SettingsFor } from './client-settings.js';
import type { HeadLog } from './head-log.js';
import { LogHeads } from './ledger-heads.js';
import { KmsLedgerKey } from './ledger-key.js';
import type { SigningKey } from './signing-key.js';

/** What signs the ledger of an environment, and knows how far it had come. */
export interface LedgerSigning {
  readonly key: SigningKey;
  readonly heads: HeadLog;
  /** What of it there is: Terraform type → what Terraform imports it by. */
  inspect(): Promise<ReadonlyMap<string, string>>;
  /** Lets go of it, once the ledger is gone. The deletion of the key can be taken back for a while. */
  retire(): Promise<void>;
  close(): void;
}

/** Signs by KMS, keeps heads in CloudWatch Logs. */
export function ledgerSigning(settingsFor: SettingsFor, names: LedgerNames): LedgerSigning {
  const key = new KmsLedgerKey(settingsFor, names);
  const heads = new LogHeads(settingsFor, names);
  return {
    key,
    heads,
    inspect: async () => {
      const [id, group] = await Promise.all([key.find(), heads.exists()]);
      return new Map([
        ...(id ? [['aws_kms_key', id] as const, ['aws_kms_alias', names.alias] as const] : []),
        ...(group ? [['aws_cloudwatch_log_group', names.headsGroup] as const] : []),
      ]);
    },
    retire: async () => {
      await key.retire();
      await heads.remove();
    },
    close: () => {
      key.close();
      heads.close();
    },
  };
}
