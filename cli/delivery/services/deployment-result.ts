import { shell } from '../../../modules/values/shell-quoted.js';
import type { ReportedError } from '../../kernel/reported-error.js';
import { abortedActions } from '../canary/index.js';
import type { PodProblem } from '../workloads/pod-problem.js';
import type { WorkloadState } from './health/workload-state.js';
import { formatImage } from './image-reference.js';
import { imageTextOf, type PlannedService } from './plan-service.js';
import type { ServiceDeployment, ServiceStatus } from './service-deployment.js';
import type { ServicesRun } from './services-run.js';
import { imageText } from './wanted-image.js';

/** What was seen of a service at the end. */
export interface Outcome {
  readonly status: Extract<ServiceStatus, 'deployed' | 'unchanged' | 'canary' | 'aborted' | 'failed'>;
  readonly state?: WorkloadState;
  readonly reason?: string;
  readonly problem?: PodProblem;
}

/** What was seen of a service, or why nothing was. */
export type Seen = Outcome | { readonly service: string; readonly error: ReportedError };

/** Words what happened to a service. */
export function deploymentOf(
  run: ServicesRun,
  planned: PlannedService | undefined,
  seen: Seen,
  durationMs: number,
): ServiceDeployment {
  if ('error' in seen) return refused(run, planned, seen, durationMs);
  if (!planned) throw new Error('a service was seen that was not planned');
  const { service, chart, image, before, values, valuesHash, imageChanges } = planned;
  const { status, state, reason } = seen;
  // What was deployed last and given up didn't serve.
  const previousImage = planned.heldBack ? undefined : imageTextOf(before?.values);
  const failed = status === 'failed' || status === 'aborted';
  const error = failed ? notReady(run, planned, seen) : undefined;
  return {
    service,
    status,
    image: formatImage(image),
    previousImage: previousImage !== imageText(image) ? previousImage : undefined,
    pods: state?.pods ?? { ready: 0, desired: 0 },
    canary: state?.canary,
    servingImage: state?.stage === 'aborted' ? state.servingImage : undefined,
    reason: reason ?? (status === 'deployed' && before && !imageChanges ? 'the same image' : undefined),
    error,
    chart: chart.id,
    chartHash: chart.hash,
    valuesHash,
    values,
    actions: actionsOf(run, planned, seen),
    durationMs,
  };
}

/** An error before or while Helm ran. */
function refused(
  { environment, chart }: ServicesRun,
  planned: PlannedService | undefined,
  { service, error }: { readonly service: string; readonly error: ReportedError },
  durationMs: number,
): ServiceDeployment {
  // A service without any image is no failure of a deploy that didn't ask for it.
  const skipped = error.code === 'ImageMissing' || error.code === 'Interrupted';
  return {
    service,
    status: skipped ? 'skipped' : 'failed',
    image: planned ? formatImage(planned.image) : '',
    pods: { ready: 0, desired: 0 },
    reason: skipped ? error.message : undefined,
    error,
    chart: chart.id,
    actions: error.actions.length > 0 ? error.actions : [`backlot deploy ${environment.id} --service ${service}`],
    durationMs,
  };
}

function notReady(run: ServicesRun, planned: PlannedService, seen: Outcome): ReportedError {
  const { service, image, before } = planned;
  const { state, status, problem, reason } = seen;
  const what = `service '${service}' ${formatImage(image)}`;
  const aborted = status === 'aborted';
  const said = aborted ? `was aborted${reason ? `: ${reason}` : ''}` : `is not healthy: ${reason ?? 'no progress'}`;
  const serving = state && (state.canary || aborted) && before ? `; ${servingText(state)}` : '';
  return {
    code: aborted ? 'CanaryAborted' : (problem?.code ?? 'ServiceNotReady'),
    message: `${what} ${said}${serving}`,
    source: 'user',
    actions: actionsOf(run, planned, seen),
    service,
    pod: problem?.pod,
  };
}

function servingText({ pods }: WorkloadState): string {
  const all = pods.ready >= pods.desired ? 'all' : `${pods.ready}`;
  return `the version before keeps serving, ${all} of its ${pods.desired} pods ready`;
}

function actionsOf(
  { environment, namespace, cluster }: ServicesRun,
  { service, before, image, kind }: PlannedService,
  { status, state, problem }: Outcome,
): string[] {
  const canary = (verb: string, more = '') => `backlot canary ${verb} ${environment.id} ${service}${more}`;
  if (status === 'canary') return [canary('status', ' --watch')];
  if (status === 'aborted' || (status === 'unchanged' && state?.stage === 'aborted')) {
    return abortedActions(environment.id, service);
  }
  if (status !== 'failed') return [];
  const recorded = before && imageTextOf(before.values);
  // Back to what serves, which isn't what was deployed last when that failed too.
  const previous = state?.servingImage ?? (recorded !== imageText(image) ? recorded : undefined);
  return [
    ...(kind === 'Rollout' && before ? [canary('abort')] : []),
    // Where there is no other version, what the file says has to change first.
    previous === undefined || previous === imageText(image)
      ? `backlot config ${environment.id}`
      : `backlot deploy ${environment.id} --image ${service}=${previous}`,
    ...(problem?.pod
      ? [shell`kubectl --context ${cluster.access.context} --namespace ${namespace} describe pod ${problem.pod}`]
      : []),
  ];
}
