import { backupSetArgs, requireSet } from '../../base-command/backup-set-arg.js';
import { EnvironmentCommand } from '../../base-command/index.js';
import type { BackupSet } from '../../data/backups/index.js';
import type { BackupProof } from '../../delivery/releases/index.js';
import { ageText, backupSetTable, bytesText } from '../../terminal/backups-text.js';
import { keyValues } from '../../terminal/key-values.js';

/** What `backups show --json` prints. */
export interface BackupResult {
  readonly set: BackupSet;
  readonly ageSeconds?: number;
  readonly sizeBytes?: number;
  readonly proof?: BackupProof;
}

/** Shows one backup set. */
export default class BackupsShow extends EnvironmentCommand<BackupResult> {
  static override summary = 'Show what a backup set holds, and its newest proof.';
  static override examples = ['<%= config.bin %> backups show prod 20261121t101717-3f9a'];
  static override args = backupSetArgs;

  async run(): Promise<BackupResult> {
    const { args } = await this.parse(BackupsShow);
    const environment = await this.environment(args.environment);
    const id = requireSet(args.set, 'show', environment.id);
    const { set, overview, proof } = await this.operations.showBackup(environment, id, { progress: this.view });
    const { ageSeconds, sizeBytes } = overview;
    const facts = {
      set: set.id,
      state: set.state,
      age: ageText(ageSeconds),
      size: bytesText(sizeBytes),
      by: set.who,
      proof: proof ? `${proof.outcome} at ${proof.at}, RTO ${proof.rtoSeconds} s, RPO ${proof.rpoSeconds} s` : 'none',
    };
    this.print(keyValues(facts, this.paint()));
    this.print(`\n${backupSetTable(set, { width: this.tableWidth, paint: this.paint() })}`);
    return {
      set,
      ...(ageSeconds === undefined ? {} : { ageSeconds }),
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
      ...(proof ? { proof } : {}),
    };
  }
}
