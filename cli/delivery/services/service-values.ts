import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { METRICS_PROFILES, metricRelabelings } from '../../../modules/values/metrics-profile.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { unknownName } from '../../kernel/unknown-name.js';
import { stackOutput } from '../../session/outputs/stack-output.js';
import { canaryValues } from './canary-values.js';
import { entranceValues } from './ingress-values.js';
import type { ServiceContext } from './service-context.js';
import { neededValues, queueName } from './service-needs.js';
import { objectiveValues } from './service-objective.js';
import type { ServiceValues } from './service-values-shape.js';

type Service = Environment['services'][string];

/** Seconds between two startup probes. */
const STARTUP_PERIOD = 2;

/** Longest period over which the autoscaler counts how many pods it has removed. */
const LONGEST_SCALE_PERIOD = 60;

/**
 * Values of the chart charts/service for one service, from its declaration and what the stacks have made.
 *
 * @throws BacklotError `UnknownService`, `NotOnKubernetes` for services that run on ECS or Lambda, `OutputMissing` for
 * a stack that isn't applied, `RolloutsMissing`.
 */
export function serviceValues(environment: Environment, service: string, context: ServiceContext): ServiceValues {
  const declared = onKubernetes(environment, service);
  const { kind, replicas, metrics } = declared;
  const { outputs, capabilities } = context;
  const needed = neededValues(environment, service, outputs);
  const { ingress, loadBalancerCidrs } = entranceValues(environment, service, outputs);
  const serves = kind !== 'cron';
  return {
    kind,
    group: declared.group ?? kind,
    environment: environment.id,
    platform: environment.platform,
    image: { ...context.image },
    command: declared.command,
    args: declared.args,
    port: declared.port,
    metricsPort: metrics === false ? 0 : (metrics.port ?? 0),
    replicas: { min: replicas.min, max: replicas.max },
    autoscaling: autoscaling(environment, declared, outputs),
    resources: resources(declared),
    health: health(declared),
    termination: {
      gracePeriodSeconds: Duration.parse(declared.shutdown.grace).toSeconds(),
      preStopSeconds: Duration.parse(declared.shutdown.drain).toSeconds(),
    },
    routes: ingress.enabled ? declared.routes : [],
    ingress,
    gateway: { enabled: false },
    canary: canaryValues(environment, service, declared, context),
    slo: objectiveValues(declared),
    env: { ...location(environment, context.awsEndpoint), ...needed.env, ...declared.env },
    secrets: needed.secrets,
    secretStore: { enabled: capabilities.externalSecrets },
    // The pod identity association of the cluster stack names it.
    serviceAccount: { create: true, name: service },
    network: {
      enabled: true,
      ingressFromNamespaces: [],
      loadBalancerCidrs,
      egress: needed.egress,
      dns: true,
      // Whoever needs something of AWS gets its credentials and speaks to its APIs.
      https: declared.needs.length > 0,
    },
    podDisruptionBudget: { enabled: serves, maxUnavailable: 1 },
    topology: { zones: serves, hosts: serves },
    priorityClass: kind === 'web' ? 'backlot-serving' : 'backlot-processing',
    podMonitor: {
      enabled: serves && metrics !== false && capabilities.podMonitor,
      ...(metrics && { path: metrics.path, interval: metrics.interval, ...profiled(metrics) }),
    },
    migration: migration(declared),
    schedule: kind === 'cron' ? (declared.schedule ?? '') : '',
    release: { declaredImage: context.declaredImage ?? '', id: context.releaseId ?? '' },
  };
}

/** How the names of a service's metrics become those that are asked for; nothing where they are. */
function profiled({
  names,
  profile,
}: Exclude<Service['metrics'], false>): Pick<ServiceValues['podMonitor'], 'profile' | 'metricRelabelings'> {
  if (profile === 'go') return {};
  const own = profile === 'custom' ? names : METRICS_PROFILES[profile];
  return own ? { profile, metricRelabelings: metricRelabelings(own) } : {};
}

function onKubernetes({ id, services }: Environment, service: string): Service {
  const declared = services[service];
  if (!declared) {
    const known = Object.keys(services);
    throw unknownName({
      code: 'UnknownService',
      given: service,
      known,
      message: `'${id}' has no service '${service}'; known: ${known.join(', ') || 'none'}`,
      actions: [`backlot config ${id}`],
    });
  }
  if (declared.run === 'kubernetes') return declared;
  throw new BacklotError({
    code: 'NotOnKubernetes',
    message: `service '${service}' of '${id}' runs on ${declared.run}, which takes no chart`,
    exitCode: 3,
    details: { service, run: declared.run },
  });
}

function autoscaling(
  environment: Environment,
  { kind, replicas, targets }: Service,
  outputs: StackOutputs,
): ServiceValues['autoscaling'] {
  const { cpu, memory, queue } = targets;
  const shrinkAfter = Duration.parse(replicas.shrinkAfter).toSeconds();
  const messaging = stackOutput(environment, outputs, 'messaging');
  return {
    enabled: kind !== 'cron' && replicas.max > replicas.min,
    cpu,
    memory,
    queues: queue ? [{ name: queueName(queue.name, messaging), messagesPerPod: queue.messagesPerPod }] : [],
    scaleDown: { stabilizationSeconds: shrinkAfter, periodSeconds: Math.min(shrinkAfter, LONGEST_SCALE_PERIOD) },
  };
}

function resources({ resources: { cpu, cpuLimit, memory, memoryLimit } }: Service): ServiceValues['resources'] {
  return {
    requests: { cpu, memory },
    limits: { cpu: cpuLimit ?? '', memory: memoryLimit ?? twice(memory) },
  };
}

function twice(quantity: string): string {
  return quantity.replace(/^\d+/, (amount) => String(2 * Number(amount)));
}

function health({ health: { startup, readiness, liveness, startupTimeout } }: Service): ServiceValues['health'] {
  const failureThreshold = Math.ceil(Duration.parse(startupTimeout).toSeconds() / STARTUP_PERIOD);
  return {
    startup: { path: startup, periodSeconds: STARTUP_PERIOD, failureThreshold },
    readiness: { path: readiness },
    liveness: { path: liveness },
  };
}

function location({ aws }: Environment, endpoint: string | undefined): Record<string, string> {
  return {
    AWS_REGION: aws.region,
    AWS_DEFAULT_REGION: aws.region,
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
  };
}

function migration({ migration: declared }: Service): ServiceValues['migration'] {
  if (!declared) return { enabled: false };
  const deadlineSeconds = Duration.parse(declared.timeout).toSeconds();
  return { enabled: true, command: declared.command, deadlineSeconds };
}
