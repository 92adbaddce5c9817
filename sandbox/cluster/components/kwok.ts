import type { Component } from '../processes/component.js';
import { LEAN, type Parts, tool } from './parts.js';

/** Plays nodes, and pods on them. */
export function kwok(parts: Parts): Component {
  const { kubeconfigs, stages } = parts.configuration;
  return {
    ...tool(parts, 'kwok'),
    args: [
      `--kubeconfig=${kubeconfigs.kwok.path}`,
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--node-lease-duration-seconds=40',
      // Its server would answer everybody. Without either address it does not listen, and nothing of it is missed.
      '--server-address=',
      '--node-port=0',
      `--config=${stages.path}`,
      '--v=INFO',
    ],
    env: LEAN,
    reads: [kubeconfigs.kwok.content, stages.content],
    ports: [],
    ready: async (log) => log === undefined || /Watch nodes/.test(await log()),
  };
}
