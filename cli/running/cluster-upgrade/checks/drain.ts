import { shell } from '../../../../modules/values/shell-quoted.js';
import { counts } from '../../day-two/scale/disruption-budget.js';
import type { UpgradeFinding } from '../upgrade-result.js';
import { type DrainedPod, nameOf, type UpgradeView } from './upgrade-view.js';

const MOST_NAMED = 10;

/** Disruption budgets that let no pod go at the moment: a drain waits for them, and a node group's update fails. */
export function checkBudgets({ budgets, pods }: UpgradeView): UpgradeFinding[] {
  const tight = budgets.filter(
    ({ status }) => (status?.disruptionsAllowed ?? 0) === 0 && (status?.expectedPods ?? 0) > 0,
  );
  if (tight.length === 0) {
    return [{ check: 'budgets', severity: 'ok', message: `all ${budgets.length} disruption budgets let pods go` }];
  }
  return tight.map((budget) => {
    const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
    const own = pods.filter(
      (pod) => pod.metadata.namespace === budget.metadata.namespace && counts(budget, pod.metadata.labels),
    );
    const why =
      desiredHealthy >= expectedPods
        ? `it wants all ${expectedPods} of its pods: no drain can ever end`
        : `${currentHealthy} of ${expectedPods} pods are healthy, and it wants ${desiredHealthy}`;
    return {
      check: 'budgets',
      severity: 'blocks',
      message: `${nameOf(budget)} lets no pod go: ${why}`,
      objects: own.slice(0, MOST_NAMED).map(nameOf),
      actions: [shell`kubectl -n ${budget.metadata.namespace} describe pdb ${budget.metadata.name}`],
    };
  });
}

const KEEPERS = {
  'karpenter.sh/do-not-disrupt': 'true',
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
} as const;

/** Pods that a drain loses, interrupts or is refused. */
export function checkPods({ pods, replicaSets }: UpgradeView): UpgradeFinding[] {
  const living = pods.filter(({ metadata, status }) => !metadata.deletionTimestamp && status?.phase === 'Running');
  const moved = living.filter(({ metadata }) => !owner(metadata, 'DaemonSet') && !owner(metadata, 'Node'));
  const findings: UpgradeFinding[] = [];
  const tell = (severity: UpgradeFinding['severity'], message: string, which: readonly DrainedPod[]) => {
    if (which.length === 0) return;
    const more = which.length > MOST_NAMED ? ` (${which.length} in all)` : '';
    findings.push({
      check: 'pods',
      severity,
      message: `${message}${more}`,
      objects: which.slice(0, MOST_NAMED).map(nameOf),
    });
  };
  tell(
    'blocks',
    'pods without a controller: a drain deletes them for good',
    moved.filter(({ metadata }) => !metadata.ownerReferences?.length),
  );
  tell(
    'blocks',
    'pods that say that they must not be disturbed: nodes under them are not replaced',
    moved.filter(({ metadata }) =>
      Object.entries(KEEPERS).some(([key, value]) => metadata.annotations?.[key] === value),
    ),
  );
  tell(
    'warns',
    'pods with local storage (emptyDir): what is in it is lost when they move',
    moved.filter(({ spec }) => spec?.volumes?.some(({ emptyDir }) => emptyDir)),
  );
  const single = new Set(replicaSets.filter(({ spec }) => spec.replicas === 1).map(({ metadata }) => metadata.uid));
  tell(
    'warns',
    'the only pods of what they are part of: it is away while they move',
    moved.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => single.has(uid))),
  );
  if (findings.length > 0) return findings;
  return [{ check: 'pods', severity: 'ok', message: `${moved.length} pods can move to other nodes` }];
}

/** A canary is judged by numbers that a drain disturbs. */
export function checkCanaries({ environment, rollouts }: UpgradeView): UpgradeFinding[] {
  const running = rollouts.filter(
    ({ status }) =>
      status?.stableRS && status.currentPodHash && status.stableRS !== status.currentPodHash && !status.abort,
  );
  if (running.length === 0) return [{ check: 'canaries', severity: 'ok', message: 'no canary is under way' }];
  const names = running.map(({ metadata }) => metadata.name);
  return [
    {
      check: 'canaries',
      severity: 'blocks',
      message: `canaries are under way: ${names.join(', ')}; their numbers would be of the drain, not of the version`,
      objects: running.map(nameOf),
      actions: [`backlot canary status ${environment} --watch`],
    },
  ];
}

function owner({ ownerReferences }: DrainedPod['metadata'], kind: string): boolean {
  return ownerReferences?.some((each) => each.kind === kind) ?? false;
}
