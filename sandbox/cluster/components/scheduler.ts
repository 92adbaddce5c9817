import type { Component } from '../processes/component.js';
import { answers } from '../processes/probe.js';
import { forAdministrators, LEAN, LOOPBACK, type Parts, tool } from './parts.js';

/** Gives pods their nodes. */
export function scheduler(parts: Parts): Component {
  const { pki, ports, configuration } = parts;
  const kubeconfig = configuration.kubeconfigs.scheduler;
  return {
    ...tool(parts, 'kube-scheduler'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      ...forAdministrators(pki),
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports.scheduler}`,
      `--tls-cert-file=${pki.path('scheduler-server', 'crt')}`,
      `--tls-private-key-file=${pki.path('scheduler-server', 'key')}`,
      '--leader-elect=false',
      '--profiling=false',
    ],
    env: LEAN,
    reads: [kubeconfig.content, pki.certificates['scheduler-server'].certificate],
    ports: ['scheduler'],
    ready: () =>
      answers({
        url: `https://${LOOPBACK}:${ports.scheduler}/readyz`,
        ca: pki.authorities.ca.certificate,
        client: pki.certificates.admin,
      }),
  };
}
