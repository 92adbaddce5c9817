import type { Component } from '../processes/component.js';
import { LEAN, type Parts, tool } from './parts.js';

/** The controller of canaries. */
export function rollouts(parts: Parts): Component {
  const kubeconfig = parts.configuration.kubeconfigs.rollouts;
  return {
    ...tool(parts, 'rollouts-controller'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      '--leader-elect=false',
      // It would listen on every address of the machine, and cannot be told otherwise; on a port that is none it does
      // not listen, says so in its log, and goes on.
      '--metricsPort=-1',
      '--healthzPort=-1',
    ],
    env: { ...LEAN, POD_NAMESPACE: 'argo-rollouts' },
    reads: [kubeconfig.content],
    ports: [],
    ready: async (log) => log === undefined || /Started controller/.test(await log()),
  };
}
