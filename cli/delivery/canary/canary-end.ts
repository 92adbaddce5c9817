import type { CanaryStatus } from './canary-status.js';
import type { CanaryOutcome } from './canary-verdict.js';

/** Traffic leaves an aborted canary within moments; who follows waits that long to say where it went. */
const TRAFFIC_MS = 60_000;
/** A failure of the version before shows until the controller has looked at the new one. */
const LINGER_MS = 3_000;

/** Tells from what is seen, one look after the other, when a canary has come to its end. */
export class CanaryEnd {
  private followed: string | undefined;
  private abortedAt: number | undefined;
  private degradedAt: number | undefined;

  /** Takes a look in; gives how it ended, or nothing while it goes on. `now` in milliseconds. */
  see(status: CanaryStatus, now: number): CanaryOutcome | undefined {
    if (status.pending) return status.phase === 'paused' ? 'paused' : undefined;
    this.abortedAt = status.phase === 'aborted' ? (this.abortedAt ?? now) : undefined;
    this.degradedAt = status.phase === 'degraded' ? (this.degradedAt ?? now) : undefined;
    if (status.canary && status.stable) this.followed = status.canary.hash;
    switch (status.phase) {
      case 'held':
      case 'paused':
        return status.phase;
      case 'aborted':
        return status.weight.now === 0 || now - (this.abortedAt ?? now) >= TRAFFIC_MS ? 'aborted' : undefined;
      case 'degraded':
        return now - (this.degradedAt ?? now) >= LINGER_MS ? 'degraded' : undefined;
      case 'healthy':
        return this.settled(status);
      case 'progressing':
        return status.stable && !status.canary && this.followed ? this.settled(status) : undefined;
    }
  }

  private settled({ stable }: CanaryStatus): CanaryOutcome {
    if (this.followed === undefined) return 'healthy';
    return stable?.hash === this.followed ? 'promoted' : 'aborted';
  }
}
