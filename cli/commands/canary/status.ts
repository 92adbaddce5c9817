import { Flags } from '@oclif/core';
import { CanaryCommand, canaryFlags, timeoutFlag } from '../../base-command/canary-command.js';
import { type WithError, watchOutcome } from '../../base-command/canary-outcome.js';
import type { CanaryOverview } from '../../delivery/canary/index.js';
import { silent } from '../../kernel/progress.js';
import { canaryView } from '../../terminal/canary/canary-view.js';
import { LivePicture } from '../../terminal/canary/live-picture.js';
import { verdictText } from '../../terminal/canary/verdict-text.js';
import { canRedraw } from '../../terminal/terminal.js';

/** Tells where canaries stand. */
export default class CanaryStatusCommand extends CanaryCommand<WithError<CanaryOverview>> {
  static override summary = 'Tell where canaries stand: weights, pods, and every number with its threshold.';
  static override description =
    'Reads the cluster only, so what somebody else did shows at once. With --watch it follows to the end: exit code 0 when promoted, 1 when aborted or degraded, 69 when a person has to go on. Ctrl-C ends the watching, not the canary.';
  static override examples = [
    '<%= config.bin %> canary status prod',
    '<%= config.bin %> canary status prod api --watch',
    {
      description: 'Every number that decided',
      command: "<%= config.bin %> canary status prod api --watch --json | jq '.verdicts[].deciding'",
    },
  ];
  static override flags = {
    watch: Flags.boolean({ char: 'w', description: 'Follow until each is promoted, given up, or waits for a person.' }),
    ...canaryFlags,
    ...timeoutFlag,
  };

  async run(): Promise<WithError<CanaryOverview>> {
    const { args, flags } = await this.parse(CanaryStatusCommand);
    const { environment, services } = await this.meant(args);
    const { all, context, group, timeout, watch } = flags;
    const meant = { services, all, group, context, progress: this.view };
    if (!watch) {
      const overview = await this.operations.canaryOverview(environment, meant);
      this.print(
        canaryView(overview.services, { width: this.width, tableWidth: this.tableWidth, paint: this.paint() }),
      );
      return overview;
    }
    const live = canRedraw(this.terminal) && !this.wants.events ? new LivePicture(this.terminal) : undefined;
    const timeoutMs = this.milliseconds(timeout);
    const follow = (signal: AbortSignal) =>
      this.operations.followCanaries(environment, {
        ...meant,
        ...(live ? { progress: silent } : {}),
        signal,
        timeoutMs,
        onChange: (seen) => live?.draw(canaryView(seen, { width: this.width - 1, paint: this.paint('stderr') })),
      });
    const clear = () => live?.clear();
    const overview = await this.interruptibly('stopped watching; the canary goes on', follow, clear).finally(clear);
    this.print(verdictText(overview.verdicts ?? [], this.paint()));
    const { error, exitCode } = watchOutcome(overview);
    this.exitWith(exitCode);
    return error ? { ...overview, error } : overview;
  }
}
