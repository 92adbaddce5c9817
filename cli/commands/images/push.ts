import { Flags } from '@oclif/core';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { imageArgs, requireService } from '../../base-command/image-args.js';
import { approvalFlags, askApproval, EnvironmentCommand, requireAnswers } from '../../base-command/index.js';
import type { PushResult } from '../../delivery/images/index.js';
import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import { environmentLine } from '../../terminal/environment-line.js';
import { pushedText } from '../../terminal/images/image-text.js';

/** Sends an image to the registry. */
export default class ImagesPush extends EnvironmentCommand<PushResult> {
  static override summary = 'Send an image to the repository of a service, and print its digest.';
  static override description =
    'Signs in by itself; the token goes to the program through stdin. Tags never change what they mean: one that is there with another digest is refused.';
  static override examples = [
    '<%= config.bin %> images push dev api --tag 1.4.0',
    '<%= config.bin %> images push dev api --image localhost/api:test --tag 1.4.0 --yes',
  ];
  static override args = imageArgs;
  static override flags = {
    tag: Flags.string({
      env: 'BACKLOT_TAG',
      char: 't',
      required: true,
      helpValue: 'TAG',
      description: "Tag in the service's repository.",
    }),
    image: Flags.string({
      env: 'BACKLOT_IMAGE',
      helpValue: 'NAME:TAG',
      description: 'Image that the program has. Default: the one built so.',
    }),
    tool: Flags.string({
      env: 'BACKLOT_IMAGE_TOOL',
      description: 'docker, podman or buildah. Default: what is there.',
    }),
    ...approvalFlags,
  };

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  async run(): Promise<PushResult> {
    const { args, flags } = await this.parse(ImagesPush);
    const environment = await this.environment(args.environment);
    const service = requireService(
      args.service,
      `backlot images push ${environment.id}`,
      Object.keys(environment.services),
    );
    const question = { verb: 'images push', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const result = await this.operations.pushImage(environment, service, {
      progress: this.view,
      interrupts: this.interrupts,
      tag: flags.tag,
      image: flags.image,
      tool: flags.tool,
      approve: ({ reference, there }) => {
        const known = there ? `\nThe tag is there as ${there}: only the same image is taken.` : '';
        const text = `${environmentLine(environment, this.paint('stderr'))}\n\n${reference} will be pushed.${known}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    if (result.outcome === 'declined') {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was pushed' });
    }
    this.print(pushedText(result));
    return result;
  }
}
