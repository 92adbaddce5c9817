import { Flags } from '@oclif/core';
import { durationFlag } from '../../base-command/duration-flag.js';
import { approvalFlags, askApproval, EnvironmentCommand, lockFlag, requireAnswers } from '../../base-command/index.js';
import type { PruneResult } from '../../data/backups/index.js';
import { prunePreview } from '../../terminal/backups-text.js';
import { environmentLine } from '../../terminal/environment-line.js';

/** Removes old backups. */
export default class BackupsPrune extends EnvironmentCommand<PruneResult> {
  static override summary = 'Remove backup sets that are old or failed, and copies that no set names.';
  static override description =
    'The newest set that was proven is never taken. With --restored it removes what a restore left instead, and all that it holds: databases, buckets and tables named …-restored-… or …-before-…. Exits with 1 when a copy could not go.';
  static override examples = [
    '<%= config.bin %> backups prune prod --older-than 90d --keep 5',
    '<%= config.bin %> backups prune prod --restored streaming-prod-main-before-20261121t101717-3f9a',
  ];
  static override flags = {
    'older-than': Flags.string({
      env: 'BACKLOT_OLDER_THAN',
      helpValue: 'DURATION',
      description: 'Sets that are older go. Default: the longest retention of backup.plans, else 35d.',
    }),
    keep: Flags.integer({
      min: 0,
      default: 3,
      env: 'BACKLOT_KEEP',
      description: 'So many of the newest complete sets stay, however old.',
    }),
    restored: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      env: 'BACKLOT_RESTORED',
      helpValue: 'NAME',
      description:
        'Remove these stores, which a restore left, and nothing else: repeat it, or separate them by commas.',
    }),
    ...lockFlag,
    ...approvalFlags,
  };

  async run(): Promise<PruneResult> {
    const { args, flags } = await this.parse(BackupsPrune);
    const environment = await this.environment(args.environment);
    // What a restore left may be the last of its data: its name was typed, and the environment's is as well.
    const question = { verb: 'backups prune', environment, answers: flags, ...(flags.restored ? { typed: true } : {}) };
    requireAnswers(question, this.terminal, this.wants.events);
    const result = await this.operations.pruneBackups(environment, {
      progress: this.view,
      olderThan: flags['older-than'],
      keep: flags.keep,
      restored: flags.restored,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      approve: (plan) => {
        const preview = prunePreview(plan, flags.restored !== undefined);
        const text = `${environmentLine(environment, this.paint('stderr'))}\n\n${preview}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    const { failed, kept, orphans, removed, sets } = result;
    if (flags.restored) for (const name of removed) this.print(`Removed ${name}.`);
    else if (sets.length + orphans.length === 0) this.print(prunePreview(result));
    else this.print(`Removed ${removed.length} copies of ${sets.length} sets; ${kept.length} old sets stay.`);
    for (const { copy, reason } of failed) this.print(`${copy}: ${reason}`);
    if (failed.length > 0) this.exitWith(1);
    return result;
  }
}
