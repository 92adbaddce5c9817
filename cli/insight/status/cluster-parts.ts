import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/index.js';
import { SCALED_TO_NONE } from '../../delivery/canary/scaled-to-none.js';
import type { OpenedCluster } from '../../session/cluster/open-cluster.js';
import type { FiringAlert, ServiceState } from './status-result.js';

interface Workload extends KubernetesObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly { name: string; image: string }[] } };
  };
  readonly status?: { readonly readyReplicas?: number };
}

/** The services of an environment as they run: those with canaries by their Rollouts, the others by their Deployments. */
export async function serviceStates(environment: Environment, kubernetes: Kubernetes): Promise<ServiceState[]> {
  const namespace = environment.cluster?.namespace ?? 'streaming';
  const declared = Object.keys(environment.services);
  const [canaries, deployments] = await Promise.all([
    canaryStates(environment, kubernetes),
    kubernetes.list<Workload>({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
  ]);
  const plain = deployments
    .filter(({ metadata }) => declared.includes(metadata.name))
    .filter(({ metadata }) => !canaries.some(({ service }) => service === metadata.name))
    .map(({ metadata: { name }, spec, status }): ServiceState => {
      const containers = spec?.template?.spec?.containers ?? [];
      const image = (containers.find((each) => each.name === name) ?? containers[0])?.image;
      const desired = spec?.replicas ?? 0;
      const outside = desired === 0 ? { outside: SCALED_TO_NONE } : {};
      return { service: name, ready: status?.readyReplicas ?? 0, desired, ...versionOf(image), ...outside };
    });
  const running = [...canaries, ...plain];
  const absent = declared
    .filter((service) => !running.some((each) => each.service === service))
    .map((service): ServiceState => ({ service, ready: 0, desired: 0 }));
  return [...running, ...absent].sort((a, b) => a.service.localeCompare(b.service));
}

async function canaryStates(environment: Environment, kubernetes: Kubernetes): Promise<ServiceState[]> {
  const { canaryOverview } = await import('../../delivery/canary/index.js');
  try {
    const { services } = await canaryOverview(environment, { connect: async () => kubernetes });
    return services.map(({ service, replicas, stable, canary, phase, inProgress, weight }) => ({
      service,
      ...replicas,
      ...versionOf(stable?.image),
      ...(replicas.desired === 0 ? { outside: SCALED_TO_NONE } : {}),
      ...(inProgress || phase !== 'healthy'
        ? { canary: { phase, weight: weight.now, ...versionOf(canary?.image) } }
        : {}),
    }));
  } catch (error) {
    // A cluster without Argo Rollouts has no canaries.
    if (error instanceof BacklotError && error.code === 'CanariesUnknown') return [];
    throw error;
  }
}

interface AlertsAnswer {
  readonly data?: {
    readonly alerts?: readonly {
      readonly state: string;
      readonly activeAt: string;
      readonly labels: Readonly<Record<string, string>>;
    }[];
  };
}

/**
 * The alerts that fire now, by severity; those that prove that alerting works (`Watchdog`) are left out.
 *
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/#alerts
 *
 * @throws Error when Prometheus isn't reached from here.
 */
export async function firingAlerts({ prometheus }: Pick<OpenedCluster, 'prometheus'>): Promise<FiringAlert[]> {
  if (new URL(prometheus).hostname.endsWith('.svc')) {
    throw new Error('Prometheus answers inside the cluster only');
  }
  const response = await fetch(new URL('/api/v1/alerts', prometheus), { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`Prometheus answers ${response.status}`);
  const { data } = (await response.json()) as AlertsAnswer;
  return (data?.alerts ?? [])
    .filter(({ state, labels }) => state === 'firing' && labels.alertname !== 'Watchdog')
    .map(({ activeAt, labels }): FiringAlert => {
      const { alertname = '?', severity, service, namespace } = labels;
      const subject = service ?? namespace;
      return { name: alertname, since: activeAt, ...(severity ? { severity } : {}), ...(subject ? { subject } : {}) };
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

const PATIENCE_MS = 5_000;

function rank({ severity = '' }: FiringAlert): number {
  const at = ['page', 'critical', 'error', 'warning', 'ticket', 'info'].indexOf(severity);
  return at === -1 ? 9 : at;
}

function versionOf(image: string | undefined): { readonly version?: string } {
  const name = image?.slice(image.lastIndexOf('/') + 1);
  const version = name?.includes('@') ? name.slice(name.indexOf('@') + 1).slice(0, 19) : name?.split(':')[1];
  return version ? { version } : {};
}
