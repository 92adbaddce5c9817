import type { Environment } from '../../../environments/model/index.js';
import { recordedActions } from './action-record.js';
import { type CanaryOptions, type MeantCanaries, withCanaries } from './canary-cluster.js';
import type { CanaryAction, CanaryAnalysis, CanaryMetric, CanaryReference, CanaryStatus } from './canary-status.js';
import { deriveStatus, imageOf } from './derive-status.js';
import { decidingMetrics, readAnalysis } from './read-analysis.js';
import { readObjects } from './read-objects.js';
import {
  type AnalysisRun,
  FORMER_REVISIONS_ANNOTATION,
  hashOf,
  type ReplicaSet,
  type RolloutObjects,
  revisionOf,
} from './rollout-objects.js';

/**
 * How a past canary ended, as far as the cluster's objects tell: `first` there was nothing to judge it against, `replaced` a
 * newer version came before it was decided.
 */
export type PastOutcome = 'first' | 'promoted' | 'aborted' | 'held' | 'in progress' | 'replaced' | 'unknown';

/** One version that was, or is, a canary. */
export interface PastCanary {
  readonly service: string;
  readonly revision: number;
  readonly hash: string;
  /** @default its ReplicaSet is gone */
  readonly image?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** End of its last analysis, or of the action that ended it, ISO 8601. @default unknown, or not yet */
  readonly endedAt?: string;
  readonly outcome: PastOutcome;
  /** In plain words, from the numbers that decided. */
  readonly reason: string;
  readonly deciding: readonly CanaryMetric[];
  /** What people did to it, oldest first. */
  readonly actions: readonly CanaryAction[];
}

/** Past canaries of an environment. */
export interface CanaryHistory {
  readonly environment: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Newest first. */
  readonly canaries: readonly PastCanary[];
  /** How much the cluster keeps, per service. */
  readonly kept: readonly KeptHistory[];
}

/** Limits of what a Rollout keeps; older ones are deleted by the controller. */
export interface KeptHistory {
  readonly service: string;
  /** Versions beside the running one. */
  readonly revisions: number;
  readonly successfulAnalyses: number;
  readonly unsuccessfulAnalyses: number;
}

/**
 * Past canaries, from the ReplicaSets and analyses that the cluster keeps.
 *
 * @throws BacklotError `RolloutMissing`, `CanariesUnknown`, `GroupEmpty`, `NoCluster`.
 */
export async function canaryHistory(environment: Environment, options: CanaryOptions = {}): Promise<CanaryHistory> {
  return withCanaries(environment, options, (meant) => historyOf(environment, meant));
}

async function historyOf(
  environment: Environment,
  { cluster, namespace, references }: MeantCanaries,
): Promise<CanaryHistory> {
  const all = await Promise.all(
    references.map(async (reference) => ({ reference, objects: await readObjects(cluster, reference) })),
  );
  const canaries = all.flatMap(({ objects, reference }) => pastCanaries(objects, reference));
  return {
    environment: environment.id,
    cluster: cluster.access.context,
    namespace,
    canaries: canaries.sort(newestFirst),
    kept: all.map(({ objects }) => keptBy(objects)),
  };
}

/** Of one service by revision, for not each has a known start; between services by start. */
function newestFirst(a: PastCanary, b: PastCanary): number {
  if (a.service === b.service) return b.revision - a.revision;
  return (b.startedAt ?? '').localeCompare(a.startedAt ?? '');
}

/** The canaries that a service's objects still tell of, oldest first. */
export function pastCanaries(objects: RolloutObjects, reference: CanaryReference): PastCanary[] {
  const status = deriveStatus(objects, reference);
  const versions = new Map<string, { hash: string; revision: number; runs: AnalysisRun[] }>();
  const add = (hash: string, revision: number, run?: AnalysisRun) => {
    const key = `${revision}/${hash}`;
    const version = versions.get(key) ?? { hash, revision, runs: [] };
    if (run) version.runs.push(run);
    versions.set(key, version);
  };
  for (const run of objects.runs) add(hashOf(run), revisionOf(run), run);
  for (const replicaSet of objects.replicaSets) add(hashOf(replicaSet), revisionOf(replicaSet));
  const sorted = [...versions.values()].sort((a, b) => a.revision - b.revision);
  return sorted.map((version) => pastCanary(version, objects, status, sorted[0]?.revision === version.revision));
}

function pastCanary(
  { hash, revision, runs }: { readonly hash: string; readonly revision: number; readonly runs: readonly AnalysisRun[] },
  objects: RolloutObjects,
  status: CanaryStatus,
  oldest: boolean,
): PastCanary {
  const replicaSet = objects.replicaSets.find((each) => hashOf(each) === hash);
  const analyses = runs.map((run) => readAnalysis(run));
  const actions = recordedActions(replicaSet).filter((action) => action.revision === revision);
  const wasStable = objects.runs.some((run) => revisionOf(run) > revision && stableOf(run) === hash);
  const next = objects.runs.find((run) => revisionOf(run) > revision && stableOf(run) !== undefined);
  const passedOver = next !== undefined && stableOf(next) !== hash;
  const outcome = outcomeOf({ hash, revision, analyses, actions, wasStable, passedOver, oldest }, objects, status);
  const decisive = decisiveOf(outcome, analyses);
  const own = replicaSet && revisionOf(replicaSet) === revision ? madeAt(replicaSet) : undefined;
  const startedAt = [own, runs[0]?.metadata.creationTimestamp].filter(Boolean).sort()[0];
  const endedAt = outcome === 'in progress' || outcome === 'held' ? undefined : endOf(analyses, actions);
  return {
    service: objects.rollout.metadata.name,
    revision,
    hash,
    ...(replicaSet ? { image: imageOf(replicaSet, objects.rollout.metadata.name) } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    outcome,
    reason: reasonOf(outcome, decisive, actions),
    deciding: decisive ? decidingMetrics(decisive) : [],
    actions,
  };
}

interface Known {
  readonly hash: string;
  readonly revision: number;
  readonly analyses: readonly CanaryAnalysis[];
  readonly actions: readonly CanaryAction[];
  readonly wasStable: boolean;
  /** The next version was judged against another one. */
  readonly passedOver: boolean;
  readonly oldest: boolean;
}

function outcomeOf(known: Known, { rollout }: RolloutObjects, status: CanaryStatus): PastOutcome {
  const { actions, analyses, hash, oldest, revision, wasStable } = known;
  const newest = revisionOf(rollout) === revision;
  if (newest && status.inProgress) return status.phase === 'held' ? 'held' : 'in progress';
  if (newest && status.phase === 'aborted') return 'aborted';
  if (wasStable || rollout.status?.stableRS === hash) return analyses.length === 0 && oldest ? 'first' : 'promoted';
  if (actions.some(({ verb }) => verb === 'promote-full')) return 'promoted';
  if (actions.at(-1)?.verb === 'abort') return 'aborted';
  const last = analyses.findLast(({ ended }) => !ended);
  if (last?.phase === 'Failed' || last?.phase === 'Error') return 'aborted';
  if (last?.phase === 'Inconclusive' || known.passedOver) return 'replaced';
  return 'unknown';
}

function decisiveOf(outcome: PastOutcome, analyses: readonly CanaryAnalysis[]): CanaryAnalysis | undefined {
  const complete = analyses.filter(({ ended }) => !ended);
  if (outcome === 'aborted') return complete.findLast(({ phase }) => phase === 'Failed' || phase === 'Error');
  return complete.at(-1);
}

function reasonOf(
  outcome: PastOutcome,
  decisive: CanaryAnalysis | undefined,
  actions: readonly CanaryAction[],
): string {
  const by = actions.map(({ verb, who }) => `${verb} by ${who}`).join(', ');
  const words = decisive?.reason ?? NO_NUMBERS[outcome];
  return by ? `${words} (${by})` : words;
}

const NO_NUMBERS: Readonly<Record<PastOutcome, string>> = {
  first: 'there was nothing to compare it with',
  promoted: 'no analysis decided, or it is no longer kept',
  aborted: 'no analysis decided',
  held: 'its numbers are gone',
  'in progress': 'not judged yet',
  replaced: 'a newer version came before it was judged',
  unknown: 'its analyses are no longer kept',
};

function endOf(analyses: readonly CanaryAnalysis[], actions: readonly CanaryAction[]): string | undefined {
  const ends = [...analyses.map(({ completedAt }) => completedAt), actions.at(-1)?.at].filter((at) => at !== undefined);
  return ends.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
}

/** When a version was made; undefined where it is an earlier one that came into use again, whose ReplicaSet is older than its revision. */
function madeAt({ metadata }: ReplicaSet): string | undefined {
  return metadata.annotations?.[FORMER_REVISIONS_ANNOTATION] ? undefined : metadata.creationTimestamp;
}

function stableOf(run: AnalysisRun): string | undefined {
  return run.spec.args?.find(({ name }) => name === 'stable-hash')?.value;
}

/** What Argo Rollouts keeps when a Rollout doesn't say. */
function keptBy({ rollout }: RolloutObjects): KeptHistory {
  const { analysis, revisionHistoryLimit } = rollout.spec;
  return {
    service: rollout.metadata.name,
    revisions: revisionHistoryLimit ?? 10,
    successfulAnalyses: analysis?.successfulRunHistoryLimit ?? 5,
    unsuccessfulAnalyses: analysis?.unsuccessfulRunHistoryLimit ?? 5,
  };
}
