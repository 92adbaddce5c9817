import { Flags } from '@oclif/core';
import { imageArgs, pairs, requireService, secretFiles } from '../../base-command/image-args.js';
import { EnvironmentCommand } from '../../base-command/index.js';
import type { BuildResult } from '../../delivery/images/index.js';
import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import { builtText } from '../../terminal/images/image-text.js';

/** Builds an image of a service. */
export default class ImagesBuild extends EnvironmentCommand<BuildResult> {
  static override summary = 'Build an image of a service with Docker, Podman or Buildah.';
  static override description =
    "For the processor of the environment's nodes, named as the environment's repository wants it, with labels that say what commit it was built from. Sends nothing: that is `images push`.";
  static override examples = [
    '<%= config.bin %> images build prod api',
    '<%= config.bin %> images build prod api --context services/api --tag 1.4.0',
    {
      description: 'A secret for one step of the build, from a file',
      command: '<%= config.bin %> images build prod api --secret id=npm,src=.npmrc',
    },
  ];
  static override args = imageArgs;
  static override flags = {
    context: Flags.string({
      env: 'BACKLOT_BUILD_CONTEXT',
      helpValue: 'FOLDER',
      description: 'Folder with the sources. Default: this one.',
    }),
    file: Flags.string({
      env: 'BACKLOT_FILE',
      char: 'f',
      helpValue: 'FILE',
      description: 'Default: Dockerfile in the folder.',
    }),
    tag: Flags.string({
      env: 'BACKLOT_TAG',
      char: 't',
      helpValue: 'TAG',
      description: 'Default: 12 digits of the commit.',
    }),
    platform: Flags.string({
      env: 'BACKLOT_IMAGE_PLATFORM',
      helpValue: 'OS/ARCH',
      description: "Default: that of the environment's node groups.",
    }),
    tool: Flags.string({
      env: 'BACKLOT_IMAGE_TOOL',
      description: 'docker, podman or buildah. Default: what is there.',
    }),
    'build-arg': Flags.string({
      env: 'BACKLOT_BUILD_ARG',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      description: 'No secrets: they stay in it.',
    }),
    'build-args': Flags.string({
      env: 'BACKLOT_BUILD_ARGS',
      helpValue: 'FILE',
      description: 'File of NAME=VALUE lines.',
    }),
    secret: Flags.string({
      env: 'BACKLOT_BUILD_SECRET',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'id=NAME,src=FILE',
      description: 'Mount a file while a step runs.',
    }),
  };

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  async run(): Promise<BuildResult> {
    const { args, flags } = await this.parse(ImagesBuild);
    const environment = await this.environment(args.environment);
    const service = requireService(
      args.service,
      `backlot images build ${environment.id}`,
      Object.keys(environment.services),
    );
    const file = flags['build-args'];
    const buildArgs = {
      ...(file ? await this.operations.readBuildArguments(file) : {}),
      ...pairs('build-arg', flags['build-arg']),
    };
    const result = await this.operations.buildImage(environment, service, {
      progress: this.view,
      interrupts: this.interrupts,
      folder: flags.context,
      file: flags.file,
      tag: flags.tag,
      platform: flags.platform,
      tool: flags.tool,
      buildArgs,
      secrets: secretFiles(flags.secret),
    });
    this.print(builtText(result));
    return result;
  }
}
