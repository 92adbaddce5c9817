import { Flags } from '@oclif/core';
import { durationFlag } from '../../base-command/duration-flag.js';
import { approvalFlags, askApproval, EnvironmentCommand, lockFlag, requireAnswers } from '../../base-command/index.js';
import type { BackupSet } from '../../data/backups/index.js';
import { nextSteps } from '../../kernel/next-steps.js';
import { backupSetTable } from '../../terminal/backups-text.js';
import { environmentLine } from '../../terminal/environment-line.js';

/** Backs an environment up. */
export default class BackupsCreate extends EnvironmentCommand<BackupSet> {
  static override summary = 'Back up all stores of an environment as one set.';
  static override description =
    'Takes native snapshots of every database, cache, table and bucket in the states of the environment, records what they hold, and keeps one manifest with hashes in the state bucket. Exits with 1 when a store could not be copied.';
  static override examples = [
    '<%= config.bin %> backups create prod',
    '<%= config.bin %> backups create prod --resume 20261121t101717-3f9a',
  ];
  static override flags = {
    store: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      env: 'BACKLOT_STORE',
      helpValue: 'NAME',
      description: 'Only these stores: repeat it, or separate them by commas.',
    }),
    resume: Flags.string({
      env: 'BACKLOT_RESUME',
      helpValue: 'SET',
      description: 'Go on with a set whose run was cut off.',
    }),
    timeout: Flags.string({
      env: 'BACKLOT_TIMEOUT',
      helpValue: 'DURATION',
      description: 'Wait so long for a copy. Default: 3h.',
    }),
    ...lockFlag,
    ...approvalFlags,
  };

  async run(): Promise<BackupSet> {
    const { args, flags } = await this.parse(BackupsCreate);
    const environment = await this.environment(args.environment);
    const question = { verb: 'backups create', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const set = await this.operations.createBackup(environment, {
      progress: this.view,
      stores: flags.store,
      resume: flags.resume,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      approve: (stores) => {
        const list = stores.map(({ name, kind, identifier }) => `  ${name} (${kind}, ${identifier})`).join('\n');
        const text = `${environmentLine(environment, this.paint('stderr'))}\n\nWill be copied:\n${list}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(backupSetTable(set, { width: this.tableWidth, paint: this.paint() }));
    const next =
      set.state === 'failed'
        ? `Once that is mended: ${nextSteps([`backlot backups create ${environment.id}`])}`
        : `Prove it: ${nextSteps([`backlot backups verify ${environment.id} ${set.id}`])}`;
    this.print(`\nBackup set ${set.id} is ${set.state}. ${next}`);
    if (set.state !== 'complete') this.exitWith(1);
    return set;
  }
}
