import type { Tool } from './tool-definition.js';

const VERSION = '0.8.0';

/** KWOK: plays the kubelets of nodes that are not there. */
export const kwok: Tool = {
  name: 'kwok',
  title: 'KWOK',
  minimum: '0.7.0',
  below: '0.9.0',
  probe: { args: ['--version'], pattern: /^kwok version v?(?<version>\d\S*)/m },
  module: {
    path: 'sigs.k8s.io/kwok',
    version: VERSION,
    sum: 'h1:OTIOTwgROqPMovcTwxICx2eYQ4AwLpSx5EpjbDKF4SQ=',
    package: './cmd/kwok',
    cpuSeconds: 130,
  },
  hints: ['put kwok 0.8 on PATH', 'put Go on PATH to have it built'],
};
