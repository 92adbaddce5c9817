import type { Environment } from '../../../environments/model/index.js';
import { type Helm, openHelm, type PackagedChart, packageChart } from '../../adapters/helm/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { type Progress, silent } from '../../kernel/progress.js';
import type { ServicesOptions } from './deploy-services-options.js';
import { servicesNamespace } from './preflight/namespace.js';
import type { ClusterCapabilities } from './service-context.js';
import { unknownService } from './wanted-image.js';

/** Everything that is the same for all services of one run. */
export interface ServicesRun {
  readonly environment: Environment;
  readonly cluster: Kubernetes;
  readonly helm: Helm;
  readonly chart: PackagedChart;
  readonly namespace: string;
  readonly capabilities: ClusterCapabilities;
  readonly progress: Progress;
  readonly options: ServicesOptions;
  /** Services to look at, in the file's order. */
  readonly selected: readonly string[];
}

/** Labels that a release is found by. */
export function releaseLabels(environment: Environment): Record<string, string> {
  return { 'backlot.dev/environment': environment.id, 'backlot.dev/part': 'service' };
}

/** Gets together what a run needs. @throws BacklotError `UnknownService` (exit code 3), and what finding Helm throws. */
export async function openServicesRun(environment: Environment, options: ServicesOptions): Promise<ServicesRun> {
  const { cluster, progress = silent } = options;
  const known = kubernetesServices(environment);
  const named = [...(options.services ?? []), ...Object.keys(options.images ?? {})];
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownService(unknown, known);
  const tell = (message: string) => progress.emit({ type: 'note', level: 'info', message });
  const [helm, chart, capabilities] = await Promise.all([
    options.helm ?? openHelm(cluster.access, { progress: tell }),
    packageChart('service'),
    options.capabilities ?? readCapabilities(cluster),
  ]);
  const selected = options.services ? known.filter((name) => options.services?.includes(name)) : known;
  const namespace = servicesNamespace(environment);
  return { environment, cluster, helm, chart, namespace, capabilities, progress, options, selected };
}

/** Services that a chart installs, in the file's order. */
export function kubernetesServices({ services }: Environment): string[] {
  return Object.entries(services).flatMap(([name, { run }]) => (run === 'kubernetes' ? [name] : []));
}

/** What a cluster serves, of what charts can make use of. */
export async function readCapabilities(cluster: Kubernetes): Promise<ClusterCapabilities> {
  const [rollouts, externalSecrets, podMonitor, gateway] = await Promise.all([
    cluster.serves('argoproj.io/v1alpha1', 'Rollout'),
    cluster.serves('external-secrets.io/v1', 'ExternalSecret'),
    cluster.serves('monitoring.coreos.com/v1', 'PodMonitor'),
    cluster.serves('gateway.networking.k8s.io/v1', 'HTTPRoute'),
  ]);
  return { rollouts, externalSecrets, podMonitor, gateway };
}
