import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import { SCALED_TO_NONE } from '../../../delivery/canary/scaled-to-none.js';
import { requireQuota } from '../../../delivery/services/preflight/quota-headroom.js';
import {
  type ReplicaRange,
  rangeArgument,
  rangeText,
  sameRange,
} from '../../../delivery/services/scaling/replica-range.js';
import type { ScaledObjects } from '../../../delivery/services/scaling/scaled-objects.js';
import { isScaledToNone } from '../../../delivery/services/scaling/scaled-to-none.js';
import { isKept, type ScalingRecord, scalingRecord } from '../../../delivery/services/scaling/scaling-record.js';
import { fitting, freeRoom, type PodSpec } from './capacity.js';
import { counts, disruptionBudgets, mustStay } from './disruption-budget.js';

/** What a scaling will do. */
export interface ScalePlan {
  readonly environment: string;
  readonly service: string;
  readonly namespace: string;
  /** Whether an autoscaler decides within the range. */
  readonly autoscaled: boolean;
  readonly from: ReplicaRange;
  readonly to: ReplicaRange;
  /** What the environment's file says. */
  readonly declared: ReplicaRange;
  /** Until when a deploy keeps it. @default the next deploy goes back to the file */
  readonly until?: string;
  /** Nothing is to be changed. */
  readonly unchanged: boolean;
  /** Goes back to the file. */
  readonly reset: boolean;
  /** Pods that it has now. */
  readonly pods: number;
  readonly warnings: readonly string[];
}

/** What a plan is made from. */
export interface ScaleInput {
  readonly environment: string;
  readonly service: string;
  readonly namespace: string;
  readonly objects: ScaledObjects;
  readonly declared: ReplicaRange;
  /** @default back to the file */
  readonly to?: ReplicaRange;
  /** Seconds for which a deploy keeps it. @default until the next deploy */
  readonly forSeconds?: number;
  readonly now: Date;
}

/**
 * Works out what a scaling does, and what speaks against it.
 *
 * @throws BacklotError `NoAutoscaler` for a range without one, `BelowBudget` when a disruption budget wants more pods.
 */
export async function planScale(cluster: Kubernetes, input: ScaleInput): Promise<ScalePlan> {
  const { declared, environment, forSeconds, namespace, now, objects, service } = input;
  const { autoscaler, range: from, workload } = objects;
  const to = input.to ?? declared;
  const reset = input.to === undefined;
  if (!autoscaler && to.min !== to.max) throw noAutoscaler(environment, service, to);
  const until =
    forSeconds === undefined || reset ? undefined : new Date(now.getTime() + forSeconds * 1000).toISOString();
  const recorded = scalingRecord(objects.owner);
  const none = isScaledToNone(workload, to.min);
  const same = !none && sameRange(from, to) && (reset ? recorded === undefined : sameTerm(recorded, until, now));
  const pods = workload.status?.replicas ?? autoscaler?.status?.currentReplicas ?? from.min;
  const warnings = [
    ...(none && autoscaler ? [`it was ${SCALED_TO_NONE}; it gets ${to.min}`] : []),
    ...(reset ? [] : await warningsOf(cluster, { ...input, to }, pods)),
  ];
  return {
    environment,
    service,
    namespace,
    autoscaled: autoscaler !== undefined,
    from,
    to,
    declared,
    ...(until && { until }),
    unchanged: same,
    reset,
    pods,
    warnings,
  };
}

/** Repeating a command renews what it said of time only where it says something of time. */
function sameTerm(recorded: ScalingRecord | undefined, until: string | undefined, now: Date): boolean {
  if (recorded === undefined) return until === undefined;
  return until === undefined && (recorded.until === undefined || isKept(recorded, now));
}

async function warningsOf(cluster: Kubernetes, input: ScaleInput & { to: ReplicaRange }, pods: number) {
  const { declared, environment, namespace, objects, service, to } = input;
  const template = objects.workload.spec.template as { metadata?: { labels?: Record<string, string> }; spec?: PodSpec };
  const warnings: string[] = [];
  for (const budget of await disruptionBudgets(cluster, namespace)) {
    if (!counts(budget, template?.metadata?.labels)) continue;
    const stay = mustStay(budget, to.min);
    const { name } = budget.metadata;
    if (to.min < stay) throw belowBudget(input, name, stay);
    if (to.min === stay) {
      warnings.push(`at ${to.min}, disruption budget '${name}' lets no pod go: nodes can't be drained`);
    }
  }
  if (to.min === 1) warnings.push('one pod only: each restart, drain and zone failure interrupts the service');
  const room = fitting(await freeRoom(cluster), template?.spec);
  const more = Math.max(0, to.min - pods);
  const most = Math.max(0, to.max - pods);
  if (more > room) {
    warnings.push(
      `the nodes have room for ${room} more of its pods, and at least ${more} are to come: the rest stays pending until nodes come (Karpenter, or the node group's max)`,
    );
  } else if (most > room) {
    warnings.push(`the nodes have room for ${pods + room} of its pods, so up to ${to.max} needs more nodes`);
  }
  const quota = await quotaWarning(input, cluster, template?.spec, more);
  if (quota) warnings.push(quota);
  if (to.max < pods) warnings.push(`${pods - to.max} of ${pods} pods go at once`);
  const { status } = objects.workload;
  if (status?.stableRS && status.currentPodHash && status.stableRS !== status.currentPodHash) {
    warnings.push('a canary is under way: its pods are counted by weight, and follow');
  }
  if (!sameRange(to, declared)) {
    warnings.push(
      `environments/${environment}.yaml goes on saying ${rangeText(declared)} (services.${service}.replicas): this is drift`,
    );
  }
  return warnings;
}

/** The quota's refusal in words, as a warning: pods are made as far as it goes. */
async function quotaWarning(
  { namespace, service }: ScaleInput,
  cluster: Kubernetes,
  spec: PodSpec | undefined,
  pods: number,
): Promise<string | undefined> {
  const perPod: Record<string, string> = {};
  for (const { resources } of spec?.containers ?? []) {
    for (const [name, quantity] of Object.entries(resources?.requests ?? {})) perPod[`requests.${name}`] ??= quantity;
  }
  try {
    await requireQuota(cluster, namespace, service, { perPod, pods });
    return undefined;
  } catch (error) {
    if (error instanceof BacklotError && error.code === 'QuotaExceeded') return error.message;
    throw error;
  }
}

function noAutoscaler(environment: string, service: string, to: ReplicaRange): BacklotError {
  return new BacklotError({
    code: 'NoAutoscaler',
    message: `service '${service}' has no autoscaler, so it takes one number and not ${rangeArgument(to)}`,
    exitCode: 3,
    hints: [
      `give it a range in environments/${environment}.yaml: services.${service}.replicas: { min: ${to.min}, max: ${to.max} }, then deploy`,
    ],
    actions: [`backlot scale ${environment} ${service} ${to.min}`],
    details: { service },
  });
}

function belowBudget({ environment, service }: ScaleInput, budget: string, stay: number): BacklotError {
  return new BacklotError({
    code: 'BelowBudget',
    message: `service '${service}' can't go below ${stay}: disruption budget '${budget}' wants ${stay} of its pods at all times`,
    exitCode: 3,
    actions: [`backlot scale ${environment} ${service} ${stay}`],
    details: { service, budget, least: stay },
  });
}
