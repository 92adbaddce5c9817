import { Args, Flags } from '@oclif/core';
import { backupSetArgs, requireSet } from '../../base-command/backup-set-arg.js';
import { durationFlag } from '../../base-command/duration-flag.js';
import { approvalFlags, askApproval, EnvironmentCommand, lockFlag, requireAnswers } from '../../base-command/index.js';
import type { RestoreResult } from '../../data/backups/index.js';
import { restorePreview, restoreText } from '../../terminal/backups-text.js';
import { environmentLine } from '../../terminal/environment-line.js';

/** Restores a backup. */
export default class BackupsRestore extends EnvironmentCommand<RestoreResult> {
  static override summary = 'Restore stores of a backup set beside the old ones, and tell how to change over.';
  static override description =
    'Makes new stores named <name>-restored-<set> in the same network with the same settings; nothing that is there is changed. With --in-place the old ones are replaced, after a safety backup, and the stacks that hang on them follow; it exits with 1 when one could not. Run the same command again to go on with a restore that was interrupted.';
  static override examples = [
    '<%= config.bin %> backups restore prod 20261121t101717-3f9a --store main',
    '<%= config.bin %> backups restore prod 20261121t101717-3f9a --store main --to-time 2026-11-21T10:05:00Z',
  ];
  static override args = {
    ...backupSetArgs,
    set: Args.string({
      ignoreStdin: true,
      description: 'Id of the set, as `backups list` prints it, or the name of a last copy, as `releases show` does.',
    }),
  };
  static override flags = {
    store: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      env: 'BACKLOT_STORE',
      helpValue: 'NAME',
      description: 'Only these stores: repeat it, or separate them by commas.',
    }),
    'to-time': Flags.string({
      env: 'BACKLOT_TO_TIME',
      helpValue: 'TIME',
      description: 'To this point in time (2026-11-21T10:05:00Z), where the service has it.',
    }),
    'in-place': Flags.boolean({
      env: 'BACKLOT_IN_PLACE',
      description: 'Replace what is there; asks for the typed name of the environment.',
    }),
    timeout: Flags.string({
      env: 'BACKLOT_TIMEOUT',
      helpValue: 'DURATION',
      description: 'Wait so long for a restore. Default: 3h.',
    }),
    ...lockFlag,
    ...approvalFlags,
  };

  async run(): Promise<RestoreResult> {
    const { args, flags } = await this.parse(BackupsRestore);
    const environment = await this.environment(args.environment);
    const set = requireSet(args.set, 'restore', environment.id);
    const inPlace = flags['in-place'];
    const question = { verb: 'backups restore', environment, answers: flags, ...(inPlace ? { typed: true } : {}) };
    requireAnswers(question, this.terminal, this.wants.events);
    const result = await this.operations.restoreBackup(environment, {
      progress: this.view,
      set,
      stores: flags.store,
      toTime: flags['to-time'],
      inPlace,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      approve: (plan) => {
        const paint = this.paint('stderr');
        const text = `${environmentLine(environment, paint)}\n\n${restorePreview(plan, { width: this.width, paint })}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(restoreText(result, { width: this.tableWidth, paint: this.paint() }));
    if (result.settled && result.settled.left.length > 0) this.exitWith(1);
    return result;
  }
}
