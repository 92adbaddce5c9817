import { Args, Flags } from '@oclif/core';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { durationFlag } from '../../base-command/duration-flag.js';
import { requireService } from '../../base-command/image-args.js';
import {
  approvalFlags,
  askApproval,
  contextFlag,
  EnvironmentCommand,
  lockFlag,
  requireAnswers,
} from '../../base-command/index.js';
import { namedImage, type PromotionResult, type Severity } from '../../delivery/images/index.js';
import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import { environmentLine } from '../../terminal/environment-line.js';
import { promotedText, promotionText } from '../../terminal/images/promotion-text.js';

/** Copies an image to another environment. */
export default class ImagesPromote extends EnvironmentCommand<PromotionResult> {
  static override summary = 'Copy an image from one environment to another, as the same digest. Needs no Docker.';
  static override description =
    'Refused when the image was not promoted or healthy where it comes from, or has critical findings. Where the environments are in two accounts, the credentials are those of the destination; --from-profile reads the source.';
  static override examples = [
    '<%= config.bin %> images promote staging prod api',
    '<%= config.bin %> images promote staging prod api:1.4.0 --from-profile staging-read --yes --confirm=prod',
  ];
  static override args = {
    environment: Args.string({ ignoreStdin: true, description: 'Environment that has it.' }),
    to: Args.string({ ignoreStdin: true, description: 'Environment that gets it.' }),
    service: Args.string({
      ignoreStdin: true,
      description: 'SERVICE, SERVICE:TAG or SERVICE@sha256:…. Default: what serves.',
    }),
  };
  static override flags = {
    tag: Flags.string({
      env: 'BACKLOT_TAG',
      char: 't',
      helpValue: 'TAG',
      description: 'Tag at the destination. Default: the same.',
    }),
    'from-profile': Flags.string({
      env: 'BACKLOT_FROM_PROFILE',
      helpValue: 'NAME',
      description: 'AWS profile for the source.',
    }),
    force: Flags.boolean({ description: 'Also what the source has not proven.' }),
    'accept-findings': Flags.boolean({ description: 'Also with findings that would refuse it.' }),
    'fail-on': Flags.string({
      options: ['critical', 'high', 'medium', 'low'],
      default: 'critical',
      env: 'BACKLOT_FAIL_ON',
      description: 'Refuse findings so bad or worse.',
    }),
    timeout: Flags.string({
      env: 'BACKLOT_TIMEOUT',
      helpValue: 'DURATION',
      description: 'Wait so long for a scan. Default: 10m.',
    }),
    ...lockFlag,
    ...approvalFlags,
    ...contextFlag,
  };

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  async run(): Promise<PromotionResult> {
    const { args, flags } = await this.parse(ImagesPromote);
    if (!args.environment || !args.to) throw endsMissing();
    const [from, to] = [await this.environment(args.environment), await this.environment(args.to)];
    const text = requireService(args.service, `backlot images promote ${from.id} ${to.id}`, Object.keys(from.services));
    const question = { verb: 'images promote', environment: to, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    const result = await this.operations.promoteImage(from, to, namedImage(text), {
      progress: this.view,
      interrupts: this.interrupts,
      tag: flags.tag,
      fromProfile: flags['from-profile'],
      force: flags.force,
      acceptFindings: flags['accept-findings'],
      failOn: flags['fail-on'].toUpperCase() as Severity,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      context: flags.context,
      approve: (preview) =>
        askApproval(question, `${environmentLine(to, paint)}\n\n${promotionText(preview)}`, this.terminal, this.view),
    });
    if (result.outcome === 'declined') {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was copied' });
    }
    this.print(promotedText(result));
    return result;
  }
}

/** Where it goes is never taken from a variable. */
function endsMissing(): BacklotError {
  return new BacklotError({
    code: 'EnvironmentMissing',
    message: 'name both environments: the one that has the image, and the one that gets it',
    exitCode: 3,
    actions: ['backlot images promote --help'],
  });
}
