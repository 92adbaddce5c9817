import { Flags } from '@oclif/core';
import type { Environment } from '../../environments/model/index.js';
import { type DriftPayload, driftExitCode, driftPayload } from '../base-command/drift-payload.js';
import { durationFlag } from '../base-command/duration-flag.js';
import {
  approvalFlags,
  askApproval,
  contextFlag,
  EnvironmentCommand,
  exitCodeFlag,
  lockFlag,
  requireAnswers,
  runFlags,
} from '../base-command/index.js';
import type { DriftOptions } from '../insight/drift/index.js';
import { adoptPreview, adoptReport } from '../terminal/drift/adopt-text.js';
import { driftReport } from '../terminal/drift/drift-report.js';
import { revertPreview, revertReport } from '../terminal/drift/revert-text.js';
import { environmentLine } from '../terminal/environment-line.js';

/** Tells what is not as it was applied, and why. */
export default class Drift extends EnvironmentCommand<DriftPayload> {
  static override summary = 'Tell what is not as it was applied: code not applied, changes from outside, or noise.';
  static override description =
    'Compares what was applied last, what the world holds and what is declared now. Changes nothing without --revert or --adopt, takes no lock, and needs a role that may read only. Noise (differences that mean nothing) is counted, and shown with --all.';
  static override examples = [
    '<%= config.bin %> drift prod',
    { description: 'In CI, every hour', command: '<%= config.bin %> drift prod --detailed-exitcode --json' },
    { description: 'Set back what was changed by hand', command: '<%= config.bin %> drift dev --revert' },
    { description: 'Or write it into environments/dev.yaml', command: '<%= config.bin %> drift dev --adopt' },
  ];
  static override flags = {
    ...runFlags,
    ...exitCodeFlag,
    ...approvalFlags,
    ...lockFlag,
    ...contextFlag,
    all: Flags.boolean({ char: 'a', env: 'BACKLOT_ALL_DRIFT', description: 'Show noise too.' }),
    'max-age': Flags.string({
      env: 'BACKLOT_MAX_AGE',
      helpValue: 'DURATION',
      exclusive: ['revert', 'adopt'],
      description: 'Take the last look if it is not older (10m, 1h).',
    }),
    revert: Flags.boolean({ exclusive: ['adopt'], description: 'Set outside changes back to what was applied last.' }),
    adopt: Flags.boolean({ description: "Write outside changes into the environment's file." }),
  };

  async run(): Promise<DriftPayload> {
    const { args, flags } = await this.parse(Drift);
    const environment = await this.environment(args.environment);
    const options: DriftOptions = {
      progress: this.view,
      stacks: flags.stack,
      parallelism: flags.parallelism,
      context: flags.context,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      maxAgeMs: durationFlag('max-age', flags['max-age']),
    };
    const payload = flags.revert
      ? await this.revert(environment, options, flags)
      : flags.adopt
        ? await this.adopt(environment, options, flags)
        : await this.look(environment, options, flags.all);
    this.exitWith(driftExitCode(payload, flags['detailed-exitcode']));
    return payload;
  }

  private async look(environment: Environment, options: DriftOptions, all: boolean): Promise<DriftPayload> {
    const drift = await this.operations.drift(environment, options);
    const paint = this.paint();
    this.print(`${environmentLine(environment, paint)}\n`);
    this.print(driftReport(drift, { width: this.width, paint, all }));
    const { bin } = this.config;
    if (drift.totals.outside > 0) {
      this.print(
        `\nSet it back: ${bin} drift ${environment.id} --revert; or keep it: ${bin} drift ${environment.id} --adopt`,
      );
    }
    return driftPayload(drift);
  }

  private async revert(environment: Environment, options: DriftOptions, answers: Answers): Promise<DriftPayload> {
    const question = { verb: 'drift', environment, answers };
    requireAnswers(question, this.terminal, this.wants.events);
    const shown = { width: this.width, paint: this.paint('stderr') };
    const result = await this.operations.revertDrift(environment, {
      ...options,
      approve: (preview) => {
        const text = `${environmentLine(environment, shown.paint)}\n\n${revertPreview(preview, shown)}`;
        return askApproval({ ...question, verb: 'revert drift of' }, text, this.terminal, this.view);
      },
    });
    this.print(revertReport(result, { width: this.width, paint: this.paint() }));
    const { drift, error, refused, reverted } = result;
    return driftPayload(drift, { revert: { reverted, refused }, ...(error ? { error } : {}) });
  }

  private async adopt(environment: Environment, options: DriftOptions, answers: Answers): Promise<DriftPayload> {
    const question = { verb: 'drift', environment: { ...environment, protected: false }, answers };
    requireAnswers(question, this.terminal, this.wants.events);
    const shown = { width: this.width, paint: this.paint('stderr') };
    const result = await this.operations.adoptDrift(environment, {
      ...options,
      approve: (found) => {
        const ask = { ...question, verb: 'write the file of' };
        return askApproval(ask, adoptPreview(found, shown), this.terminal, this.view);
      },
    });
    this.print(adoptReport(result, { width: this.width, paint: this.paint() }));
    const { diff, drift, edits, refused, written } = result;
    return driftPayload(drift, { adopt: { edits, refused, diff, written } });
  }
}

interface Answers {
  readonly yes: boolean;
  readonly confirm?: string;
}
