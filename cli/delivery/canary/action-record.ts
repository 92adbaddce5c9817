import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import type { CanaryAction } from './canary-status.js';
import { type ReplicaSet, ROLLOUTS_API, type Rollout } from './rollout-objects.js';

/** Annotation of a version's ReplicaSet that keeps who did what to its canary, oldest first, as JSON. */
export const ACTIONS_ANNOTATION = 'backlot.dev/canary-actions';
/** Field manager of everything that these verbs change. */
export const FIELD_MANAGER = 'backlot-canary';

const KEPT = 20;
const PAST: Readonly<Record<CanaryAction['verb'], string>> = {
  promote: 'CanaryPromoted',
  'promote-full': 'CanaryPromotedFully',
  pause: 'CanaryPaused',
  abort: 'CanaryAborted',
  retry: 'CanaryRetried',
};

/** What was done to a version through these verbs; what can't be read is left out. */
export function recordedActions(replicaSet: KubernetesObject | undefined): CanaryAction[] {
  const written = replicaSet?.metadata.annotations?.[ACTIONS_ANNOTATION];
  if (!written) return [];
  try {
    const actions: unknown = JSON.parse(written);
    return Array.isArray(actions) ? actions.filter((each) => isAction(each)) : [];
  } catch {
    return []; // Somebody else wrote it: history only loses who it was.
  }
}

/**
 * Keeps who did what: on the version's ReplicaSet, which lives as long as the revision, and as an Event of the Rollout.
 *
 * @returns why it couldn't be kept; an action that took effect must not fail for that.
 */
export async function recordAction(
  cluster: Kubernetes,
  rollout: Rollout,
  replicaSet: ReplicaSet | undefined,
  action: CanaryAction,
): Promise<string | undefined> {
  try {
    await cluster.create(eventOf(rollout, action));
    if (!replicaSet) return undefined;
    const { name, namespace } = replicaSet.metadata;
    const actions = [...recordedActions(replicaSet), action].slice(-KEPT);
    const annotations = { [ACTIONS_ANNOTATION]: JSON.stringify(actions) };
    const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, namespace };
    await cluster.patch(reference, { metadata: { annotations } }, { fieldManager: FIELD_MANAGER });
    return undefined;
  } catch (error) {
    return `history will not say who did it: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function eventOf({ metadata }: Rollout, action: CanaryAction): KubernetesObject {
  const { name, namespace = '', uid = '' } = metadata;
  const stamp = action.at.replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${Date.now().toString(16)}`, namespace },
    type: 'Normal',
    reason: PAST[action.verb],
    message: `${action.who}: ${action.verb} of revision ${action.revision}`,
    action: action.verb,
    involvedObject: { apiVersion: ROLLOUTS_API, kind: 'Rollout', name, namespace, uid },
    source: { component: FIELD_MANAGER },
    firstTimestamp: stamp,
    lastTimestamp: stamp,
    count: 1,
  };
}

function isAction(value: unknown): value is CanaryAction {
  const { at, revision, verb, who } = (value ?? {}) as Partial<CanaryAction>;
  return typeof at === 'string' && typeof who === 'string' && typeof revision === 'number' && String(verb) in PAST;
}
