import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

/** Who brings the kinds of an API group that Kubernetes itself doesn't have. */
const OWNERS: Readonly<Record<string, string>> = {
  'argoproj.io': 'Argo Rollouts',
  'external-secrets.io': 'External Secrets',
  'monitoring.coreos.com': 'the Prometheus operator (kube-prometheus-stack)',
  'gateway.networking.k8s.io': 'the Gateway API',
  'keda.sh': 'KEDA',
  'karpenter.sh': 'Karpenter',
  'cert-manager.io': 'cert-manager',
  'elbv2.k8s.aws': 'the AWS Load Balancer Controller',
};

/**
 * Makes sure that the cluster knows every kind that a chart makes.
 *
 * @throws BacklotError `KindMissing` naming all that are missing, and who brings them.
 */
export async function requireKinds(
  cluster: Kubernetes,
  environment: string,
  service: string,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  const checked = await Promise.all(
    [...kinds.values()].map(async (each) => ({ ...each, served: await cluster.serves(each.apiVersion, each.kind) })),
  );
  const missing = checked.filter(({ served }) => !served);
  if (missing.length === 0) return;
  const owners = [...new Set(missing.map(({ apiVersion }) => OWNERS[apiVersion.split('/')[0] ?? ''] ?? apiVersion))];
  const names = missing.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`).join(', ');
  throw new BacklotError({
    code: 'KindMissing',
    message: `service '${service}' needs ${names}, which the cluster ${cluster.access.context} doesn't know; brought by: ${owners.join(', ')}`,
    source: 'platform',
    actions: [
      cluster.access.source === 'sandbox' ? 'backlot sandbox up' : `backlot deploy ${environment} --only controllers`,
      shell`kubectl --context ${cluster.access.context} api-resources`,
    ],
    details: { service, missing: missing.map(({ apiVersion, kind }) => ({ apiVersion, kind })), owners },
  });
}
