import type { Tool } from './tool-definition.js';

/** Prometheus, for metrics that canaries are judged by. */
export const prometheus: Tool = {
  name: 'prometheus',
  title: 'Prometheus',
  minimum: '3.0.0',
  below: '4.0.0',
  probe: { args: ['--version'], pattern: /^prometheus, version (?<version>\d[^\s,]*)/m },
  module: {
    path: 'github.com/prometheus/prometheus',
    version: '0.315.0',
    sum: 'h1:sFGZWmC2Hk9N1NBJGCnXYZb5hyLCq8yuAMoEjLAg6ac=',
    package: './cmd/prometheus',
    ldflags: ['-X github.com/prometheus/common/version.Version=3.15.0'],
    // Targets are only ever static here; the clients of all clouds that it could discover targets in stay out.
    tags: ['remove_all_sd'],
    cpuSeconds: 330,
  },
  hints: ['put prometheus 3 on PATH', 'put Go on PATH to have it built'],
};
