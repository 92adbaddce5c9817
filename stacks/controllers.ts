import type { Environment } from '../environments/model/index.js';
import {
  type ChartValues,
  CONTROLLER_IDS,
  type Controller,
  type ControllerChart,
  type ControllerId,
  catalogue,
} from '../modules/controllers/index.js';
import { parseNeed } from './need.js';
import { routedHosts, routedServices } from './routed-services.js';

export * from '../modules/controllers/index.js';

/** A controller that an environment has. */
export interface PlannedController {
  readonly controller: Controller;
  /** Its charts, at the versions and from the repositories that the environment asks for. */
  readonly charts: readonly ControllerChart[];
  /** Why it is there, as the end of «needed for …». */
  readonly neededFor: string;
  /** What the environment lays over its values. */
  readonly overrides: ChartValues;
}

/** The controllers that an environment has, in an order in which they can be installed. */
export function plannedControllers(environment: Environment): readonly PlannedController[] {
  const wanted = new Map<ControllerId, string>();
  for (const id of CONTROLLER_IDS) {
    const declared = environment.cluster?.controllers[id];
    const reason = declared?.enabled === true ? `cluster.controllers.${id}` : reasonFor(id, environment);
    if (environment.cluster && declared?.enabled !== false && reason) wanted.set(id, reason);
  }
  return inOrder([...wanted.keys()]).map((id) => {
    const declared = environment.cluster?.controllers[id];
    const { [id]: controller } = catalogue;
    const charts = controller.charts.map((chart) => ({
      ...chart,
      version: declared?.version ?? chart.version,
      repository: declared?.repository ?? chart.repository,
    }));
    return { controller, charts, neededFor: wanted.get(id) ?? id, overrides: (declared?.values ?? {}) as ChartValues };
  });
}

/** Each after those whose turn comes first; alike ones by name. */
function inOrder(ids: readonly ControllerId[]): ControllerId[] {
  const done: ControllerId[] = [];
  const add = (id: ControllerId) => {
    if (done.includes(id)) return;
    for (const before of catalogue[id].after) if (ids.includes(before)) add(before);
    done.push(id);
  };
  for (const id of [...ids].sort()) add(id);
  return done;
}

/** What of the environment asks for it; undefined when nothing does. */
function reasonFor(id: ControllerId, environment: Environment): string | undefined {
  const reasons = [REASONS[id](environment) ?? []].flat();
  return reasons.length > 0 ? list(reasons) : undefined;
}

type Reason = (environment: Environment) => string | readonly string[] | undefined;

const REASONS: Readonly<Record<ControllerId, Reason>> = {
  'argo-rollouts': (environment) => withCanary(environment).map((name) => `the canary of ${name}`),
  'aws-load-balancer-controller': (environment) => routedServices(environment).map(([name]) => `the routes of ${name}`),
  'cert-manager': (environment) =>
    has(environment, 'aws-load-balancer-controller') || has(environment, 'keda')
      ? 'the certificates of webhooks'
      : undefined,
  'external-dns': (environment) => zoneHosts(environment).map((host) => `the name ${host}`),
  'external-secrets': (environment) => withSecrets(environment).map((name) => `the secrets of ${name}`),
  'fluent-bit': (environment) => (onKubernetes(environment).length > 0 ? 'the logs of services' : undefined),
  karpenter: ({ cluster }) =>
    Object.entries(cluster?.nodeGroups ?? {})
      .filter(([, { min, max }]) => max > min)
      .map(([name]) => `the growth of node group ${name}`),
  // Only a declaration asks for it: queues are scaled on by the service chart's own autoscaler otherwise.
  keda: () => undefined,
  'kube-prometheus-stack': (environment) =>
    onKubernetes(environment)
      .filter(([, { slo, canary }]) => slo !== undefined || canary !== false)
      .map(([name]) => `the objectives of ${name}`),
  // EKS can bring it as an add-on.
  'metrics-server': ({ cluster }) =>
    cluster?.addons['metrics-server'] ? undefined : 'autoscaling on processor and memory',
};

function has(environment: Environment, id: ControllerId): boolean {
  const enabled = environment.cluster?.controllers[id]?.enabled;
  return enabled ?? reasonFor(id, environment) !== undefined;
}

function onKubernetes({ services }: Environment) {
  return Object.entries(services).filter(([, { run }]) => run === 'kubernetes');
}

function withCanary(environment: Environment): string[] {
  return onKubernetes(environment)
    .filter(([, { kind, canary }]) => kind !== 'cron' && canary !== false)
    .map(([name]) => name);
}

function withSecrets(environment: Environment): string[] {
  const secrets = environment.secrets ?? {};
  return onKubernetes(environment)
    .filter(([, { needs }]) => needs.some((need) => parseNeed(need).name in secrets))
    .map(([name]) => name);
}

/** Host names of services that are in the zone of the environment. */
function zoneHosts(environment: Environment): string[] {
  const zone = environment.media?.cdn?.domain?.zone;
  if (!zone) return [];
  return routedHosts(environment).filter((host) => host === zone || host.endsWith(`.${zone}`));
}

function list(reasons: readonly string[]): string {
  return reasons.length > 3 ? `${reasons.slice(0, 3).join(', ')} and others` : reasons.join(', ');
}
