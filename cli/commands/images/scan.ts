import { Flags } from '@oclif/core';
import { durationFlag } from '../../base-command/duration-flag.js';
import { imageArgs, requireService } from '../../base-command/image-args.js';
import { contextFlag, EnvironmentCommand } from '../../base-command/index.js';
import { namedImage, type ScanResult, type Severity } from '../../delivery/images/index.js';
import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import { scanText } from '../../terminal/images/scan-text.js';

/** Scans an image. */
export default class ImagesScan extends EnvironmentCommand<ScanResult> {
  static override summary = 'Scan an image for known vulnerabilities, and tell which version mends them.';
  static override description =
    'Takes the scan that ECR has, or asks for one and waits. Without a tag or digest: the image that serves.';
  static override examples = [
    '<%= config.bin %> images scan prod api',
    { description: 'In CI', command: '<%= config.bin %> images scan dev api:1.4.0 --fail-on high' },
  ];
  static override args = imageArgs;
  static override flags = {
    'fail-on': Flags.string({
      options: ['critical', 'high', 'medium', 'low'],
      env: 'BACKLOT_FAIL_ON',
      description: 'Exit with 2 for findings so bad or worse.',
    }),
    timeout: Flags.string({
      env: 'BACKLOT_TIMEOUT',
      helpValue: 'DURATION',
      description: 'Wait so long. Default: 10m.',
    }),
    ...contextFlag,
  };

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  async run(): Promise<ScanResult> {
    const { args, flags } = await this.parse(ImagesScan);
    const environment = await this.environment(args.environment);
    const text = requireService(
      args.service,
      `backlot images scan ${environment.id}`,
      Object.keys(environment.services),
    );
    const result = await this.operations.scanImage(environment, namedImage(text), {
      progress: this.view,
      interrupts: this.interrupts,
      timeoutMs: durationFlag('timeout', flags.timeout),
      failOn: flags['fail-on']?.toUpperCase() as Severity | undefined,
      context: flags.context,
    });
    this.print(scanText(result, { width: this.tableWidth, paint: this.paint() }));
    this.exitWith(result.failing > 0 ? 2 : 0);
    return result;
  }
}
