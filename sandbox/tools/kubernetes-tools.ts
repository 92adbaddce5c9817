import type { SharedGroup } from './shared-build.js';
import type { Tool } from './tool-definition.js';

/** Version of the control plane; its minor is the one that environments declare for EKS. */
export const KUBERNETES_VERSION = '1.35.4';
const ETCD_VERSION = '3.6.14';
const ROLLOUTS_VERSION = '1.10.1';

/** What a program says of itself is told to the linker; without, it calls itself a development version. */
const variable = (name: string, value: string) => `-X ${name}=${value}`;

const group: SharedGroup = {
  name: 'kubernetes',
  title: 'the Kubernetes control plane',
  ldflags: [
    variable('k8s.io/component-base/version.gitVersion', `v${KUBERNETES_VERSION}`),
    variable('k8s.io/component-base/version.gitMajor', KUBERNETES_VERSION.split('.')[0] ?? ''),
    variable('k8s.io/component-base/version.gitMinor', KUBERNETES_VERSION.split('.')[1] ?? ''),
    variable('github.com/argoproj/argo-rollouts/utils/version.version', ROLLOUTS_VERSION),
  ],
  cpuSeconds: 660,
};

const built = 'put Go on PATH to have it built';

function kubernetes(name: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler'): Tool {
  return {
    name,
    title: name,
    minimum: '1.35.0',
    below: '1.36.0',
    probe: { args: ['--version'], pattern: /^Kubernetes v(?<version>\d\S*)/m },
    shared: { group, package: `k8s.io/kubernetes/cmd/${name}`, version: KUBERNETES_VERSION },
    hints: [`put ${name} 1.35 on PATH`, built],
  };
}

/** The API server. */
export const kubeApiserver = kubernetes('kube-apiserver');

/** Deployments, jobs, autoscalers and all the other controllers of Kubernetes itself. */
export const kubeControllerManager = kubernetes('kube-controller-manager');

/** Chooses a node for each pod. */
export const kubeScheduler = kubernetes('kube-scheduler');

/** What the API server keeps its objects in. */
export const etcd: Tool = {
  name: 'etcd',
  title: 'etcd',
  minimum: '3.5.15',
  below: '3.7.0',
  probe: { args: ['--version'], pattern: /^etcd Version: (?<version>\d\S*)/m },
  shared: { group, package: 'go.etcd.io/etcd/server/v3', binary: 'server', version: ETCD_VERSION },
  hints: ['put etcd 3.6 on PATH', built],
};

/** Argo Rollouts: canary deployments. */
export const rolloutsController: Tool = {
  name: 'rollouts-controller',
  title: 'Argo Rollouts',
  minimum: '1.10.0',
  below: '1.11.0',
  probe: { args: ['--version'], pattern: /^v(?<version>\d+\.\d+\.\d+)/m },
  shared: {
    group,
    package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    version: ROLLOUTS_VERSION,
  },
  hints: ['put rollouts-controller 1.10 on PATH', built],
};
