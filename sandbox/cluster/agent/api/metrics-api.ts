import type { PodState } from '../model/pod-state.js';
import type { Simulation } from '../model/simulation.js';
import type { QueueDepths } from '../queue-depths.js';
import type { ClusterView } from '../watch/cluster-view.js';
import { discovery } from './discovery.js';
import { labelSelector, type Selects, selectedValue } from './label-selector.js';
import { metricsList, nodeMetrics, podMetrics } from './resource-metrics.js';

/** What is asked of an aggregated API. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What it is answered with. */
export interface ApiResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Where the numbers come from. */
export interface MetricsApiProps {
  readonly view: ClusterView;
  readonly simulation: Simulation;
  readonly queues: QueueDepths;
  readonly now?: () => Date;
}

/**
 * The APIs `metrics.k8s.io/v1beta1` and `external.metrics.k8s.io/v1beta1`, as `kubectl top` and autoscalers read them.
 *
 * @see https://github.com/kubernetes/metrics
 */
export async function metricsApi(request: ApiRequest, props: MetricsApiProps): Promise<ApiResponse> {
  const { method, path, query } = request;
  if (path === '/healthz' || path === '/readyz' || path === '/livez') return { status: 200, body: { status: 'ok' } };
  const document = discovery(path);
  if (document) return { status: 200, body: document };
  if (method !== 'GET' || query.get('watch') === 'true' || query.get('watch') === '1') {
    return failure(405, 'MethodNotAllowed', `${method} of ${path} is not supported: metrics can only be read`);
  }
  let selects: Selects;
  try {
    selects = labelSelector(query.get('labelSelector') ?? '');
  } catch (error) {
    return failure(400, 'BadRequest', error instanceof Error ? error.message : String(error));
  }
  const now = (props.now ?? (() => new Date()))();
  const [, api = '', version, ...rest] = path.split('/').filter(Boolean);
  if (version === 'v1beta1' && !props.view.synced && api in readers) {
    return failure(503, 'ServiceUnavailable', "the agent doesn't know the cluster's pods yet");
  }
  const reader = version === 'v1beta1' ? readers[api as keyof typeof readers] : undefined;
  return (
    (await reader?.(rest, { ...props, selects, selector: query.get('labelSelector') ?? '', now, field: query })) ??
    failure(404, 'NotFound', `the server could not find the requested resource: ${path}`)
  );
}

interface Context extends Omit<MetricsApiProps, 'now'> {
  readonly selects: Selects;
  readonly selector: string;
  readonly now: Date;
  readonly field: URLSearchParams;
}

const readers = { 'metrics.k8s.io': resourceMetrics, 'external.metrics.k8s.io': externalMetrics };

async function resourceMetrics(rest: readonly string[], context: Context): Promise<ApiResponse | undefined> {
  const { simulation, view, selects, now } = context;
  const named = /^metadata\.name==?(.+)$/.exec(context.field.get('fieldSelector') ?? '')?.[1];
  if (rest[0] === 'nodes' && rest.length <= 2) {
    const name = rest[1] ?? named;
    const nodes = [...view.nodes()].filter((node) => (!name || node.name === name) && selects(node.labels));
    const items = nodes.map((node) => nodeMetrics(node, simulation.pods.values(), now));
    return rest[1] ? one(items[0], 'nodes', rest[1]) : { status: 200, body: metricsList('NodeMetrics', items) };
  }
  const [namespace, resource, single, more] = rest[0] === 'namespaces' ? rest.slice(1) : [undefined, ...rest];
  if (resource !== 'pods' || more) return undefined;
  const name = single ?? named;
  const wanted = ({ facts }: PodState) =>
    (!namespace || facts.namespace === namespace) && (!name || facts.name === name) && selects(facts.labels);
  const items = [...simulation.pods.values()].filter(wanted).map((state) => podMetrics(state, now));
  return single ? one(items[0], 'pods', single) : { status: 200, body: metricsList('PodMetrics', items) };
}

/** `namespaces/<namespace>/<metric>`: queues belong to the account, so the namespace doesn't matter. */
async function externalMetrics(rest: readonly string[], context: Context): Promise<ApiResponse | undefined> {
  const [word, , metric, more] = rest;
  if (word !== 'namespaces' || metric !== 'sqs_messages_visible' || more) return undefined;
  const { simulation, queues, selects, now } = context;
  const asked = selectedValue(context.selector, 'queue');
  const names = asked ? [asked] : [...new Set([...simulation.queues(), ...(await queues.list())])].sort();
  const items = await Promise.all(
    names
      .filter((queue) => selects({ queue }))
      .map(async (queue) => ({
        metricName: metric,
        metricLabels: { queue },
        timestamp: `${now.toISOString().slice(0, 19)}Z`,
        value: String((await queues.read(queue)) + simulation.backlogOf(queue)),
      })),
  );
  const apiVersion = 'external.metrics.k8s.io/v1beta1';
  return { status: 200, body: { kind: 'ExternalMetricValueList', apiVersion, metadata: {}, items } };
}

function one(item: Record<string, unknown> | undefined, resource: string, name: string): ApiResponse {
  if (item) return { status: 200, body: item };
  return failure(404, 'NotFound', `${resource}.metrics.k8s.io "${name}" not found`);
}

/** An error as the Kubernetes API words it. */
function failure(code: number, reason: string, message: string): ApiResponse {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
  };
}
