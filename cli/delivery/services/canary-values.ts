import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { latencySeconds } from '../../../modules/values/latency.js';
import type { ServiceContext } from './service-context.js';
import { objectiveLatency, objectiveValues } from './service-objective.js';
import type { AnalysisValues, CanaryValues } from './service-values-shape.js';
import { share } from './share.js';

type Service = Environment['services'][string];
type Judged = Exclude<Service['canary'], false>;

/** Time beside a service's own start in which a new version must come on. */
const START_SLACK = Duration.minutes(5);

/**
 * How the new version of a service gets its traffic.
 *
 * @throws BacklotError `RolloutsMissing` when the cluster can't do what the service asks for.
 */
export function canaryValues(
  environment: Environment,
  name: string,
  service: Service,
  context: Pick<ServiceContext, 'prometheus' | 'capabilities'>,
): CanaryValues {
  const { canary, health } = service;
  const start = Duration.parse(health.startupTimeout).toSeconds();
  const progressDeadlineSeconds = start + START_SLACK.toSeconds();
  if (canary === false || service.kind === 'cron') return { enabled: false, progressDeadlineSeconds };
  if (!context.capabilities.rollouts) throw rolloutsMissing(environment, name);
  return {
    enabled: true,
    steps: canary.steps,
    abortScaleDownDelaySeconds: Duration.parse(canary.keepAborted).toSeconds(),
    progressDeadlineSeconds,
    rollbackWindow: { revisions: canary.rollbackWindow },
    analysis: analysisValues(service, canary, context.prometheus),
  };
}

function analysisValues(service: Service, canary: Judged, prometheus: string): AnalysisValues {
  const playback = objectiveValues(service)?.playback;
  return {
    enabled: true,
    prometheus,
    initialDelay: canary.initialDelay,
    interval: canary.interval,
    count: canary.checks,
    window: canary.window,
    minimumSamples: canary.minimumSamples,
    successRate: share(canary.successRate),
    successRateMargin: share(canary.successRateMargin),
    latencyP95: canary.latency ? latencySeconds(canary.latency) : objectiveLatency(service),
    latencyRatio: canary.latencyRatio,
    playback: playback
      ? {
          ...playback,
          startupRatio: canary.playback.startupRatio,
          rebufferMargin: share(canary.playback.rebufferingMargin),
          minimumPlays: canary.playback.minimumPlays,
        }
      : null,
    failureLimit: canary.failureLimit,
    undecided: canary.undecided,
    undecidedLimit: waits(canary),
    errorLimit: canary.errorLimit,
  };
}

/** Measurements that fit into the time that too few samples are waited for. */
function waits({ maxWait, interval }: Judged): number {
  return Math.ceil(Duration.parse(maxWait).toSeconds() / Duration.parse(interval).toSeconds());
}

function rolloutsMissing({ id }: Environment, service: string): BacklotError {
  return new BacklotError({
    code: 'RolloutsMissing',
    message: `service '${service}' wants a canary, but the cluster of '${id}' knows no Rollouts`,
    hints: [`write canary: false under services.${service}`],
    actions: [`backlot deploy ${id} --only controllers`],
    details: { service },
  });
}
