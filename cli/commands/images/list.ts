import { Args, Flags } from '@oclif/core';
import { contextFlag, EnvironmentCommand, environmentArg } from '../../base-command/index.js';
import type { ImagesResult } from '../../delivery/images/index.js';
import { imagesText } from '../../terminal/images/images-text.js';

/** Tells what images there are. */
export default class ImagesList extends EnvironmentCommand<ImagesResult> {
  static override summary = 'List the images of an environment: tags, digests, scans, and what runs where.';
  static override examples = ['<%= config.bin %> images list prod', '<%= config.bin %> images list prod api'];
  static override args = {
    ...environmentArg,
    service: Args.string({ ignoreStdin: true, description: 'Only this service.' }),
  };
  static override flags = {
    untagged: Flags.boolean({ env: 'BACKLOT_UNTAGGED', description: 'Also those without a tag.' }),
    ...contextFlag,
  };

  async run(): Promise<ImagesResult> {
    const { args, flags } = await this.parse(ImagesList);
    const environment = await this.environment(args.environment);
    const { context, untagged } = flags;
    const result = await this.operations.listImages(environment, {
      progress: this.view,
      service: args.service,
      untagged,
      context,
    });
    this.print(imagesText(result, { width: this.tableWidth, paint: this.paint() }));
    return result;
  }
}
