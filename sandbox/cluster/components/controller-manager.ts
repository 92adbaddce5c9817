import { join } from 'node:path';
import type { Component } from '../processes/component.js';
import { answers } from '../processes/probe.js';
import { forAdministrators, LEAN, LOOPBACK, type Parts, tool } from './parts.js';

/** Kubernetes' own controllers. */
export function controllerManager(parts: Parts): Component {
  const { pki, ports, folder, configuration } = parts;
  const kubeconfig = configuration.kubeconfigs['controller-manager'];
  return {
    ...tool(parts, 'kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      ...forAdministrators(pki),
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports['controller-manager']}`,
      `--cert-dir=${join(folder.scratch, 'controller-manager')}`,
      `--tls-cert-file=${pki.path('controller-manager-server', 'crt')}`,
      `--tls-private-key-file=${pki.path('controller-manager-server', 'key')}`,
      '--leader-elect=false',
      '--use-service-account-credentials',
      `--service-account-private-key-file=${pki.serviceAccountKey}`,
      `--root-ca-file=${pki.path('ca', 'crt')}`,
      `--cluster-signing-cert-file=${pki.path('ca', 'crt')}`,
      `--cluster-signing-key-file=${pki.path('ca', 'key')}`,
      // Sandboxes are looked at by people who wait: minutes on a real cluster are seconds here.
      '--horizontal-pod-autoscaler-sync-period=5s',
      '--horizontal-pod-autoscaler-downscale-stabilization=30s',
      '--horizontal-pod-autoscaler-initial-readiness-delay=5s',
      '--horizontal-pod-autoscaler-cpu-initialization-period=10s',
      '--profiling=false',
    ],
    env: LEAN,
    reads: [kubeconfig.content, pki.certificates['controller-manager-server'].certificate],
    ports: ['controller-manager'],
    ready: () =>
      answers({
        url: `https://${LOOPBACK}:${ports['controller-manager']}/healthz`,
        ca: pki.authorities.ca.certificate,
        client: pki.certificates.admin,
      }),
  };
}
