import type { Controller } from '../../../../stacks/controllers.js';
import type { Helm } from '../../../adapters/helm/index.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

/** Label of the releases that Backlot makes: the controller's id. */
export const CONTROLLER_LABEL = 'backlot.dev/controller';

/** What tools write on the objects that they make, and what they are called. */
const OTHER_TOOLS: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/instance': 'Argo CD',
  'argocd.argoproj.io/tracking-id': 'Argo CD',
  'kustomize.toolkit.fluxcd.io/name': 'Flux',
  'helm.toolkit.fluxcd.io/name': 'Flux',
  'eks.amazonaws.com/component': 'an EKS add-on',
};

/**
 * An installation of the same controller that Backlot has not made, in words: `Deployment kube-system/metrics-server (Helm
 * release metrics)`. Undefined when there is none, or when Backlot made it.
 */
export async function foreignInstallation(
  controller: Controller,
  cluster: Kubernetes,
  helm: Helm,
): Promise<string | undefined> {
  const ours = await helm.list({ namespace: controller.namespace, labels: { [CONTROLLER_LABEL]: controller.id } });
  if (ours.length > 0) return undefined;
  const [{ kind, name }] = controller.workloads;
  const labelSelector = `app.kubernetes.io/name=${name}`;
  const [workload] = await cluster.list({ apiVersion: 'apps/v1', kind, labelSelector });
  if (workload) return describe(workload);
  for (const { release } of controller.charts) {
    const found = await helm.status({ namespace: controller.namespace, release });
    if (found && found.status !== 'uninstalled') return `Helm release ${release} in ${controller.namespace}`;
  }
  // Kinds alone may be what an installation of ours has left; with an owner, they are somebody's.
  const definition = await customKind(controller, cluster);
  return definition && owner(definition) ? describe(definition) : undefined;
}

async function customKind({ brings: [first] }: Controller, cluster: Kubernetes): Promise<KubernetesObject | undefined> {
  const [kind] = first?.kinds ?? [];
  if (!first || !kind) return undefined;
  const name = `${kind.toLowerCase()}s.${first.apiVersion.split('/')[0]}`;
  return cluster.get({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name });
}

function describe(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  const by = owner(object);
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${name}${by ? ` (${by})` : ''}`;
}

function owner({ metadata: { annotations = {}, labels = {} } }: KubernetesObject): string | undefined {
  const release = annotations['meta.helm.sh/release-name'];
  const tool = Object.entries(OTHER_TOOLS).find(([key]) => key in labels || key in annotations)?.[1];
  return tool ?? (release && `Helm release ${release}`);
}
