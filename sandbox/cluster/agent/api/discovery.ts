/** One resource of an aggregated API. */
interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const VERSION = 'v1beta1';

/** Groups that the agent serves with their resources. */
export const groups: Readonly<Record<string, readonly ApiResource[]>> = {
  'metrics.k8s.io': [
    { name: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: ['get', 'list'] },
    { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
  ],
  'external.metrics.k8s.io': [
    { name: 'sqs_messages_visible', kind: 'ExternalMetricValueList', namespaced: true, verbs: ['get'] },
  ],
};

/** The document behind a path of discovery or of the schema; undefined for other paths. */
export function discovery(path: string): Record<string, unknown> | undefined {
  if (path === '/apis')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: Object.keys(groups).map(groupDocument) };
  // Metrics are only read: there is nothing to explain or to validate.
  if (path === '/openapi/v2')
    return { swagger: '2.0', info: { title: 'backlot sandbox', version: VERSION }, paths: {} };
  if (path === '/openapi/v3') return { paths: {} };
  const match = /^\/apis\/([^/]+)(\/v1beta1)?$/.exec(path);
  const resources = groups[match?.[1] ?? ''];
  if (!match?.[1] || !resources) return undefined;
  if (!match[2]) return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(match[1]) };
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${match[1]}/${VERSION}`,
    resources: resources.map((resource) => ({ ...resource, singularName: '' })),
  };
}

function groupDocument(name: string) {
  const version = { groupVersion: `${name}/${VERSION}`, version: VERSION };
  return { name, versions: [version], preferredVersion: version };
}
