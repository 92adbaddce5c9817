import { environmentArg } from '../../base-command/flags.js';
import { EnvironmentCommand, exitCodeFlag } from '../../base-command/index.js';
import { releaseArg } from '../../base-command/release-arg.js';
import type { ReleaseDiff } from '../../delivery/releases/index.js';
import { isSame, releaseDiff } from '../../terminal/releases/release-diff.js';

/** Tells what differs between two releases. */
export default class ReleasesDiff extends EnvironmentCommand<ReleaseDiff> {
  static override summary = 'Tell what differs between two releases: images, values, stacks, baseline, schemas.';
  static override description =
    'Compares what is recorded and archived, from the first to the second. Without a second it is the newest, without both the newest and the one before it.';
  static override examples = ['<%= config.bin %> releases diff prod 11 12', '<%= config.bin %> releases diff prod 11'];
  static override args = {
    ...environmentArg,
    from: releaseArg({ description: 'Number of a release. Default: the one before.' }),
    to: releaseArg({ description: 'Number of a release. Default: the newest.' }),
  };
  static override flags = { ...exitCodeFlag };

  async run(): Promise<ReleaseDiff> {
    const { args, flags } = await this.parse(ReleasesDiff);
    const environment = await this.environment(args.environment);
    const diff = await this.operations.diffReleases(environment, args, { progress: this.view });
    this.print(releaseDiff(diff, { width: this.width, paint: this.paint() }));
    this.exitWith(flags['detailed-exitcode'] && !isSame(diff) ? 2 : 0);
    return diff;
  }
}
