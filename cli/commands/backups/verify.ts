import { Args, Flags } from '@oclif/core';
import { durationFlag } from '../../base-command/duration-flag.js';
import {
  approvalFlags,
  askApproval,
  EnvironmentCommand,
  environmentArg,
  lockFlag,
  requireAnswers,
} from '../../base-command/index.js';
import type { VerifyResult } from '../../data/backups/index.js';
import { verifyText } from '../../terminal/backups-text.js';
import { environmentLine } from '../../terminal/environment-line.js';

/** Proves a backup. */
export default class BackupsVerify extends EnvironmentCommand<VerifyResult> {
  static override summary = 'Prove a backup: restore it in isolation, ask what it holds, and remove it again.';
  static override description =
    'Compares with all that was counted when the backup was made, and runs what backup.proof.assertions declares; measures RTO and RPO, and puts the proof into the ledger. What could not be read, was left out or was never recorded is named. Exits with 1 when it is not proven.';
  static override examples = [
    '<%= config.bin %> backups verify prod',
    '<%= config.bin %> backups verify prod 20261121t101717-3f9a --store main',
  ];
  static override args = {
    ...environmentArg,
    set: Args.string({ ignoreStdin: true, description: 'Id of the set. Default: the newest complete one.' }),
  };
  static override flags = {
    store: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      env: 'BACKLOT_STORE',
      helpValue: 'NAME',
      description: 'Only these stores; what is left out is not proven.',
    }),
    timeout: Flags.string({
      env: 'BACKLOT_TIMEOUT',
      helpValue: 'DURATION',
      description: 'Wait so long for a restore. Default: 3h.',
    }),
    ...lockFlag,
    ...approvalFlags,
  };

  async run(): Promise<VerifyResult> {
    const { args, flags } = await this.parse(BackupsVerify);
    const environment = await this.environment(args.environment);
    const question = { verb: 'backups verify', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const result = await this.operations.verifyBackup(environment, {
      progress: this.view,
      set: args.set,
      stores: flags.store,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      approve: (set, stores) => {
        const list = stores.map(({ name, kind }) => `  ${name} (${kind})`).join('\n');
        const text = `${environmentLine(environment, this.paint('stderr'))}\n\nOf ${set.id} will be restored in isolation, asked and removed:\n${list}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(verifyText(result, { width: this.tableWidth, paint: this.paint() }));
    if (result.proof.outcome !== 'proven') this.exitWith(1);
    return result;
  }
}
