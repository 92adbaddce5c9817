import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { Environment } from '../environments/model/index.js';
import { accessRoles } from '../modules/kubernetes/access/access-roles.js';
import { peopleReach } from '../modules/kubernetes/admission/people-reach.js';
import { peopleWorkloads } from '../modules/kubernetes/admission/people-workloads.js';
import { sreChanges } from '../modules/kubernetes/admission/sre-changes.js';
import { PLAYBACK_THRESHOLDS, SERVICE_THRESHOLDS } from '../modules/kubernetes/analysis/analysis-arguments.js';
import { AnalysisTemplate } from '../modules/kubernetes/analysis/analysis-template.js';
import { playbackAnalysis } from '../modules/kubernetes/analysis/playback-analysis.js';
import { webAnalysis } from '../modules/kubernetes/analysis/web-analysis.js';
import { workerAnalysis } from '../modules/kubernetes/analysis/worker-analysis.js';
import { ClusterIdentity } from '../modules/kubernetes/cluster-identity.js';
import { ContainerDefaults } from '../modules/kubernetes/container-defaults.js';
import { DefaultDeny } from '../modules/kubernetes/default-deny.js';
import { DnsPolicy } from '../modules/kubernetes/dns-policy.js';
import { GuardedNamespace } from '../modules/kubernetes/guarded-namespace.js';
import { IngressPolicy } from '../modules/kubernetes/ingress-policy.js';
import type { Ownership } from '../modules/kubernetes/ownership.js';
import { PRIORITIES, RESERVED_PRIORITIES } from '../modules/kubernetes/priorities.js';
import { Priority } from '../modules/kubernetes/priority.js';
import { ReservedPriorities } from '../modules/kubernetes/reserved-priorities.js';
import { ServiceQuota } from '../modules/kubernetes/service-quota.js';
import { largestContainer, quotaDemands } from './quota-demands.js';
import { subnetNetworks } from './subnet-networks.js';

/** From here, since the built file holds Pulumi once, without the half of it that serializes functions. */
export { setMocks } from '@pulumi/pulumi/runtime/mocks.js';

/** Namespace of our own objects. */
const SYSTEM = 'backlot-system';
const OBSERVABILITY = 'observability';
const ROLLOUTS = 'argo-rollouts';

/**
 * Port that the API server calls pods of observability on: the webhooks of the operator. Dashboards are reached by
 * `kubectl port-forward`, which comes from the node, so nothing else is open to the network.
 */
const WEBHOOKS = 10250;

/** Composes the ground rules of a cluster; Pulumi's mock monitor must be in place. */
export function composeBaseline(
  environment: Environment,
  cluster: NonNullable<Environment['cluster']>,
  prometheus: string,
): CustomResource[] {
  const owner: Ownership = { platform: environment.platform, environment: environment.id };
  const { version, namespace: services } = cluster;
  return [
    ...ourSystem(owner, version),
    ...servicesNamespace(owner, version, services, environment),
    ...observability(owner, version, environment),
    ...rollouts(owner, version),
    ...PRIORITIES.map(({ name, ...priority }) => new Priority(name, { owner, ...priority })),
    ...accessRoles({ owner, services, platform: [OBSERVABILITY] }),
    ...admission(owner, version, services, environment),
    ...analysisTemplates(owner, prometheus),
  ];
}

function ourSystem(owner: Ownership, version: string): CustomResource[] {
  const namespace = SYSTEM;
  return [
    new GuardedNamespace(namespace, { owner, version }),
    new ClusterIdentity('backlot-cluster', { owner, namespace }),
    new ContainerDefaults('defaults', { owner, namespace, memoryLimit: '256Mi' }),
    new DefaultDeny('default-deny', { owner, namespace }),
    new DnsPolicy('allow-dns', { owner, namespace }),
  ];
}

function servicesNamespace(
  owner: Ownership,
  version: string,
  namespace: string,
  environment: Environment,
): CustomResource[] {
  const request = { cpu: '50m', memory: '64Mi' };
  const maxMemory = largestContainer(environment);
  return [
    new GuardedNamespace(namespace, { owner, version }),
    new ServiceQuota('services', { owner, namespace, demands: quotaDemands(environment) }),
    new ReservedPriorities('reserved-priorities', { owner, namespace, classes: RESERVED_PRIORITIES }),
    new ContainerDefaults('defaults', { owner, namespace, request, memoryLimit: '256Mi', maxMemory }),
    new DefaultDeny('default-deny', { owner, namespace }),
    new DnsPolicy('allow-dns', { owner, namespace }),
  ];
}

function observability(owner: Ownership, version: string, environment: Environment): CustomResource[] {
  const namespace = OBSERVABILITY;
  return [
    // What reads the node's own files and processes runs in kube-system, where no person may write.
    new GuardedNamespace(namespace, { owner, version, enforce: 'baseline' }),
    new ContainerDefaults('defaults', { owner, namespace }),
    new DefaultDeny('default-deny-ingress', { owner, namespace, directions: ['Ingress'] }),
    new IngressPolicy('allow-known', {
      owner,
      namespace,
      sources: [
        { namespace },
        // Canaries are judged by what Prometheus says.
        { namespace: ROLLOUTS, ports: [9090] },
        // The API server has no pod: it calls from the subnets of the control plane.
        ...subnetNetworks(environment).private.map((cidr) => ({ cidr: String(cidr), ports: [WEBHOOKS] })),
      ],
    }),
  ];
}

function rollouts(owner: Ownership, version: string): CustomResource[] {
  const namespace = ROLLOUTS;
  return [
    new GuardedNamespace(namespace, { owner, version }),
    new ContainerDefaults('defaults', { owner, namespace }),
    new DefaultDeny('default-deny-ingress', { owner, namespace, directions: ['Ingress'] }),
    // Metrics of the controller itself.
    new IngressPolicy('allow-metrics', { owner, namespace, sources: [{ namespace: OBSERVABILITY, ports: [8090] }] }),
  ];
}

/** What the roles of people can't say: which pods they may make. */
function admission(
  owner: Ownership,
  version: string,
  services: string,
  { id, services: declared }: Environment,
): CustomResource[] {
  const crons = Object.entries(declared).flatMap(([name, { kind }]) => (kind === 'cron' ? [name] : []));
  const props = { owner, environment: id, services };
  return [
    ...peopleWorkloads(props),
    ...sreChanges({ ...props, crons }),
    ...peopleReach({ ...props, version, baseline: [OBSERVABILITY] }),
  ];
}

function analysisTemplates(owner: Ownership, prometheus: string): CustomResource[] {
  const service = { owner, prometheus, thresholds: SERVICE_THRESHOLDS };
  return [
    new AnalysisTemplate('backlot-web', { ...service, metrics: webAnalysis() }),
    new AnalysisTemplate('backlot-worker', { ...service, metrics: workerAnalysis() }),
    new AnalysisTemplate('backlot-playback', {
      owner,
      prometheus,
      thresholds: PLAYBACK_THRESHOLDS,
      metrics: playbackAnalysis(),
    }),
  ];
}
