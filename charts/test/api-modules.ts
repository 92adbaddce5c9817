import type { GoSource } from '../../sandbox/tools/go-module.js';

/** Where the API's own description is: the version that the sandbox runs. */
export const kubernetesSource: GoSource = {
  path: 'k8s.io/kubernetes',
  version: '1.35.4',
  sum: 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=',
};

/** Modules that carry definitions of custom resources, and the files that describe what charts make. */
export const customResourceSources: readonly { readonly source: GoSource; readonly files: readonly string[] }[] = [
  {
    source: {
      path: 'github.com/argoproj/argo-rollouts',
      version: '1.10.1',
      sum: 'h1:6oyVPGiHHxu3ixkT6mngemh88HLPDoTX1IwO6KNR1Y4=',
    },
    files: ['manifests/crds/rollout-crd.yaml'],
  },
  {
    source: {
      path: 'github.com/external-secrets/external-secrets',
      version: '1.3.2',
      sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    },
    files: ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
  },
  {
    source: {
      path: 'github.com/prometheus-operator/prometheus-operator',
      version: '0.85.0',
      sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    },
    files: ['podmonitors', 'prometheusrules'].map(
      (kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`,
    ),
  },
  {
    source: {
      path: 'sigs.k8s.io/gateway-api',
      version: '1.6.3',
      sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    },
    files: ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  },
];
