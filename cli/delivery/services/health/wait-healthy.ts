import { setTimeout as delay } from 'node:timers/promises';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import type { PodProblem } from '../../workloads/pod-problem.js';
import { readWorkload, type WorkloadReference } from '../../workloads/workload-objects.js';
import type { WaitTimes } from '../deploy-services-options.js';
import { lastWarning } from './pod-events.js';
import { stateText } from './state-text.js';
import { type WorkloadState, workloadState } from './workload-state.js';

/** What is waited for. */
export interface WaitOptions extends WorkloadReference {
  readonly cluster: Kubernetes;
  readonly times: Pick<WaitTimes, 'pollMs' | 'graceMs'>;
  /** Time without any progress after which it has failed. */
  readonly patienceMs: number;
  /** Pods that must run at least. */
  readonly floor: number;
  /** Wait until it has all traffic, and not for a healthy canary only. @default false */
  readonly whole?: boolean;
  /** A line for every change that people should see. */
  readonly tell: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** How waiting ended. `failed`: see `reason`; `interrupted`: it goes on in the cluster. */
export interface WaitResult {
  readonly outcome: 'healthy' | 'canary' | 'aborted' | 'failed' | 'interrupted';
  /** @default nothing was there to look at */
  readonly state?: WorkloadState;
  readonly reason?: string;
  readonly problem?: PodProblem;
}

/** A reason that may pass by itself gets so many times the grace of one that won't. */
const SOON = 4;

/**
 * Looks at a service until it is healthy, its canary is, or it is clear that it won't be: a fatal reason that stays for
 * longer than the grace, a verdict of the controller, or no progress for too long.
 */
export async function waitHealthy(options: WaitOptions): Promise<WaitResult> {
  const { cluster, times, patienceMs, tell, signal } = options;
  const fatalSince = new Map<string, number>();
  // More pods than ever before, or another version: a pod that comes and goes is no progress.
  let progress = { most: -1, image: '', at: performance.now() };
  let told = '';
  for (;;) {
    const objects = await readWorkload(cluster, options);
    const state = objects && workloadState(objects, options, options.floor);
    const now = performance.now();
    const line = state ? stateText(state) : 'waiting for the controller';
    if (line !== told) tell(line);
    told = line;
    if (state?.stage === 'healthy') return { outcome: 'healthy', state };
    if (state?.stage === 'canary' && !options.whole) return { outcome: 'canary', state };
    if (state?.stage === 'aborted') return { outcome: 'aborted', state, reason: state.message };

    const { fresh: most = -1, image = '' } = state ?? {};
    if (most > progress.most || image !== progress.image) progress = { most, image, at: now };
    const problem = lasting(state?.problems ?? [], fatalSince, now, times.graceMs);
    const late = now - progress.at > patienceMs || (state?.stage === 'degraded' && now - progress.at > times.graceMs);
    if (problem || late) {
      const worst = problem ?? state?.problems[0];
      return { outcome: 'failed', state, problem: worst, reason: await explain(options, state, worst) };
    }
    if (signal?.aborted) return { outcome: 'interrupted', state };
    await delay(times.pollMs, undefined, { signal }).catch(() => undefined); // told to stop: one last look
  }
}

/** The first problem that has been there for longer than it may. */
function lasting(problems: readonly PodProblem[], since: Map<string, number>, now: number, graceMs: number) {
  for (const code of since.keys()) if (!problems.some((each) => each.code === code)) since.delete(code);
  return problems.find(({ code, fatal }) => {
    if (fatal === 'never') return false;
    if (!since.has(code)) since.set(code, now);
    return now - (since.get(code) ?? now) >= graceMs * (fatal === 'now' ? 1 : SOON);
  });
}

/** In the pod's own words; where it only says that it isn't ready, the last warning about it says more. */
async function explain({ cluster, namespace }: WaitOptions, state: WorkloadState | undefined, problem?: PodProblem) {
  if (!problem) return state?.message ?? 'no progress';
  const vague = problem.code === 'NotReady' || problem.code === 'Starting';
  const warning = problem.pod && vague ? await lastWarning(cluster, namespace, problem.pod) : undefined;
  const where = problem.pod ? `pod ${problem.pod}: ` : '';
  return `${where}${problem.text}${warning ? ` (${warning})` : ''}`;
}
