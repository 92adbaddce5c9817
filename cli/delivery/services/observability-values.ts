import type { Environment } from '../../../environments/model/index.js';
import { Duration } from '../../../modules/values/duration.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { stackOutput } from '../../session/outputs/stack-output.js';
import { queueName } from './service-needs.js';
import { objectiveValues } from './service-objective.js';
import type { ServiceValues } from './service-values-shape.js';

/** One service as alerts and dashboards see it. */
export interface WatchedService {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'web' | 'worker' | 'cron';
  readonly slo?: NonNullable<ServiceValues['slo']>;
  readonly queues: readonly { readonly name: string; readonly maxMessages: number; readonly maxAgeSeconds?: number }[];
}

/** Values of the chart charts/observability, as its values.schema.json has them. */
export interface ObservabilityValues {
  readonly environment: string;
  readonly platform: string;
  readonly services: readonly WatchedService[];
  readonly rules: { readonly enabled: boolean };
}

/** What the values are made from, beside the environment. */
export interface ObservabilityContext {
  readonly outputs: StackOutputs;
  /** Whether the cluster knows PrometheusRules. @default true */
  readonly rules?: boolean;
}

/**
 * Values of the chart charts/observability: the services on Kubernetes with their objectives and queues.
 *
 * @throws BacklotError `OutputMissing`.
 */
export function observabilityValues(environment: Environment, context: ObservabilityContext): ObservabilityValues {
  const { outputs, rules = true } = context;
  const onKubernetes = Object.entries(environment.services).filter(([, { run }]) => run === 'kubernetes');
  return {
    environment: environment.id,
    platform: environment.platform,
    services: onKubernetes.map(([name, service]) => ({
      name,
      namespace: environment.cluster?.namespace ?? 'default',
      kind: service.kind,
      slo: inDays(objectiveValues(service)),
      queues: queues(environment, service, outputs),
    })),
    rules: { enabled: rules },
  };
}

/** The chart counts objectives over whole days. */
function inDays(slo: ServiceValues['slo']): ServiceValues['slo'] {
  return slo && { ...slo, window: `${Duration.parse(slo.window).toDays()}d` };
}

/** More than what all pods together are meant to find waiting is a backlog. */
function queues(
  environment: Environment,
  { targets, replicas }: Environment['services'][string],
  outputs: StackOutputs,
): WatchedService['queues'] {
  const { queue } = targets;
  if (!queue) return [];
  const age = environment.alerting?.thresholds.queueAge;
  return [
    {
      name: queueName(queue.name, stackOutput(environment, outputs, 'messaging')),
      maxMessages: queue.messagesPerPod * replicas.max,
      ...(age && { maxAgeSeconds: Duration.parse(age).toSeconds() }),
    },
  ];
}
