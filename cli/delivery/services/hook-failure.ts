import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { podProblem, terminationText } from '../workloads/pod-problem.js';
import type { Pod } from '../workloads/workload-objects.js';

/** Puts the words of the hook's own pod in place of Helm's, which only say that a Job failed. */
export async function explainHookFailure(
  cluster: Kubernetes,
  namespace: string,
  release: string,
  error: BacklotError,
): Promise<BacklotError> {
  const labelSelector = `app.kubernetes.io/instance=${release},app.kubernetes.io/component=migration`;
  const pods = await cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector });
  const last = pods
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''))
    .at(-1);
  const reason = last && reasonOf(last);
  if (!last || !reason) return error;
  return new BacklotError({
    code: 'HookFailed',
    message: `release '${release}': the migration did not succeed: pod ${last.metadata.name}: ${reason}`,
    source: error.source,
    actions: [shell`kubectl --namespace ${namespace} logs ${last.metadata.name}`],
    details: { ...error.details, pod: last.metadata.name },
    cause: error,
  });
}

function reasonOf(pod: Pod): string | undefined {
  const ended = pod.status?.containerStatuses?.map(
    ({ state, lastState }) => state?.terminated ?? lastState?.terminated,
  );
  const failed = ended?.find((each) => each && each.exitCode !== 0);
  return failed ? terminationText(failed) : podProblem(pod)?.text;
}
