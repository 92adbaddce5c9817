import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { Progress } from '../../kernel/progress.js';
import { CanaryEnd } from './canary-end.js';
import type { CanaryReference, CanaryStatus } from './canary-status.js';
import type { CanaryOutcome, CanaryVerdict } from './canary-verdict.js';
import { makeVerdict } from './make-verdict.js';
import { progressLine, whatHappened } from './progress-lines.js';
import { readCanary } from './read-canary.js';
import { watchChanges } from './rollout-changes.js';

/** How a canary is followed. */
export interface FollowOptions {
  readonly progress: Progress;
  /** Ends the following, not the canary: the outcome is `interrupted`. @default never */
  readonly signal?: AbortSignal;
  /** @default 60 minutes */
  readonly timeoutMs?: number;
  /** Id of the step that the canary is shown below. @default a step of the top level */
  readonly parent?: string;
  /** Called with everything that is seen, for a live picture. @default nobody looks */
  readonly onStatus?: (status: CanaryStatus) => void;
}

const HOUR_MS = 3_600_000;

/**
 * Follows a canary by watching its objects until it is promoted, given up, or waits for a person; changes nothing. What was
 * done before it began to follow counts too: a service without a canary ends at once as `healthy`.
 *
 * @throws BacklotError `RolloutMissing`, `CanariesUnknown`, and what the API server answers.
 */
export async function followCanary(
  cluster: Kubernetes,
  reference: CanaryReference,
  options: FollowOptions,
): Promise<CanaryVerdict> {
  const { parent, progress, signal = new AbortController().signal, timeoutMs = HOUR_MS } = options;
  const began = Date.now();
  const id = [parent, `canary/${reference.service}`].filter(Boolean).join('/');
  progress.emit({ type: 'step-started', id, title: reference.service, ...(parent ? { parent } : {}) });
  const finish = (status: 'done' | 'failed' | 'interrupted', message: string) =>
    progress.emit({ type: 'step-finished', id, status, message, durationMs: Date.now() - began });
  try {
    const seen = await follow(cluster, reference, { ...options, signal, timeoutMs }, id);
    const verdict = makeVerdict(seen.outcome, seen.status, Date.now() - began, reference, seen.previousImage);
    finish(STATUS[verdict.outcome], `${verdict.outcome}: ${verdict.reason}`);
    return verdict;
  } catch (error) {
    finish('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

const STATUS: Readonly<Record<CanaryOutcome, 'done' | 'failed' | 'interrupted'>> = {
  promoted: 'done',
  healthy: 'done',
  aborted: 'failed',
  degraded: 'failed',
  held: 'interrupted',
  paused: 'interrupted',
  'timed-out': 'interrupted',
  interrupted: 'interrupted',
};

async function follow(
  cluster: Kubernetes,
  reference: CanaryReference,
  options: FollowOptions & { readonly signal: AbortSignal; readonly timeoutMs: number },
  id: string,
): Promise<Seen> {
  const { onStatus, progress, signal, timeoutMs } = options;
  const until = Date.now() + timeoutMs;
  const end = new CanaryEnd();
  const changes = await watchChanges(cluster, reference, signal);
  let before: CanaryStatus | undefined;
  let previousImage: string | undefined;
  try {
    for (;;) {
      const status = await readCanary(cluster, reference);
      onStatus?.(status);
      for (const note of whatHappened(before, status)) progress.emit({ type: 'note', ...note });
      progress.emit({ type: 'step-progress', id, message: progressLine(status) });
      before = status;
      if (status.canary) previousImage = status.stable?.image;
      const outcome = end.see(status, Date.now()) ?? stopped(signal, until);
      if (outcome) return { outcome, status, previousImage };
      await changes.next(until);
    }
  } finally {
    changes.stop();
  }
}

/** The last look, and how it ended. */
interface Seen {
  readonly outcome: CanaryOutcome;
  readonly status: CanaryStatus;
  /** Stable beside the canary, which a promotion leaves no trace of. */
  readonly previousImage: string | undefined;
}

function stopped(signal: AbortSignal, until: number): CanaryOutcome | undefined {
  if (signal.aborted) return 'interrupted';
  return Date.now() >= until ? 'timed-out' : undefined;
}
