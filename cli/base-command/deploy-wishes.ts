import { BacklotError } from '../../modules/values/backlot-error.js';
import type { DeployOptions, Phase } from '../delivery/deploy/index.js';
import { durationFlag } from './duration-flag.js';

/** What the flags of a deploy say. */
export interface DeployFlagValues {
  readonly only?: readonly string[];
  readonly stack?: readonly string[];
  readonly service?: readonly string[];
  readonly image?: readonly string[];
  readonly wait?: boolean;
  readonly prune?: boolean;
  readonly context?: string;
  readonly parallelism?: number;
  readonly 'lock-timeout'?: string;
}

/**
 * What a deploy is told by its flags.
 *
 * @throws BacklotError `InvalidImage`, `InvalidDuration` (exit code 3).
 */
export function deployWishes(flags: DeployFlagValues): Omit<DeployOptions, 'approve'> {
  return {
    only: flags.only as readonly Phase[] | undefined,
    stacks: flags.stack,
    services: flags.service,
    images: flags.image && parseImages(flags.image),
    wait: flags.wait,
    prune: flags.prune,
    context: flags.context,
    parallelism: flags.parallelism,
    lockTimeoutMs: lockTimeout(flags['lock-timeout']),
  };
}

/** What a plan of the services is told by its flags. @throws BacklotError `InvalidImage` (exit code 3) */
export function servicePlanWishes(flags: Pick<DeployFlagValues, 'context' | 'image'>) {
  return { context: flags.context, ...(flags.image ? { images: parseImages(flags.image) } : {}) };
}

/** `30s`, `10m` in milliseconds. */
export function lockTimeout(text: string | undefined): number | undefined {
  return durationFlag('lock-timeout', text);
}

/** `api=1.2.3` by service; the last of two for one service counts. */
function parseImages(given: readonly string[]): Record<string, string> {
  const pairs = given.map((text) => {
    const [service, ...rest] = text.split('=');
    const image = rest.join('=');
    if (!service || !image) {
      throw new BacklotError({
        code: 'InvalidImage',
        message: `--image ${text} names no ${service ? 'image' : 'service'}: write SERVICE=TAG`,
        exitCode: 3,
        hints: [`such as --image ${service || 'api'}=1.2.3`],
      });
    }
    return [service, image] as const;
  });
  return Object.fromEntries(pairs);
}
