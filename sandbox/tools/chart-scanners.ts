import { prometheus } from './prometheus.js';
import type { Tool } from './tool-definition.js';

/** kubeconform: whether objects are what the API's schemas say. Only tests use it. */
export const kubeconform: Tool = {
  name: 'kubeconform',
  title: 'kubeconform',
  minimum: '0.7.0',
  probe: { args: ['-v'], pattern: /^v?(?<version>\d+\.\d+\.\d+)/m },
  module: {
    path: 'github.com/yannh/kubeconform',
    version: '0.8.0',
    sum: 'h1:loDYd3a3spjIFrauqW67CDKF55Oo9R6uvC8AvpVd4ug=',
    package: './cmd/kubeconform',
    ldflags: ['-X main.version=v0.8.0'],
    cpuSeconds: 30,
  },
  hints: ['put kubeconform on PATH', 'put Go on PATH to have it built'],
};

/** kube-score: whether objects are how experience wants them. Only tests use it. */
export const kubeScore: Tool = {
  name: 'kube-score',
  title: 'kube-score',
  minimum: '1.20.0',
  probe: { args: ['version'], pattern: /version: v?(?<version>\d+\.\d+\.\d+)/m },
  module: {
    path: 'github.com/zegl/kube-score',
    version: '1.20.0',
    sum: 'h1:J1VqK86SunV4Gg8emPTmwUVxe0rmXnAs5K9ZUbGMKR8=',
    package: './cmd/kube-score',
    ldflags: ['-X main.version=1.20.0'],
    cpuSeconds: 60,
  },
  hints: ['put kube-score 1.20 on PATH', 'put Go on PATH to have it built'],
};

/** promtool: whether alerts and recording rules mean what they should. Only tests use it. */
export const promtool: Tool = {
  ...prometheus,
  name: 'promtool',
  title: 'promtool',
  probe: { args: ['--version'], pattern: /^promtool, version (?<version>\d[^\s,]*)/m },
  module: prometheus.module && { ...prometheus.module, package: './cmd/promtool' },
  hints: ['put promtool 3 on PATH', 'put Go on PATH to have it built'],
};
