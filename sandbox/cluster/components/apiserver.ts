import { join } from 'node:path';
import type { Component } from '../processes/component.js';
import { serverUrl } from '../processes/ports.js';
import { answers } from '../processes/probe.js';
import { type CoreParts, LEAN, LOOPBACK, tool } from './parts.js';

/** As on EKS. */
const SERVICE_RANGE = '172.20.0.0/16';

/** The API server: everything else asks it. */
export function apiserver(parts: CoreParts): Component {
  const { pki, ports, folder } = parts;
  const { certificates: issued, authorities } = pki;
  const ca = authorities.ca.certificate;
  return {
    ...tool(parts, 'kube-apiserver'),
    args: [
      `--etcd-servers=https://${LOOPBACK}:${ports.etcd}`,
      `--etcd-cafile=${pki.path('etcd-ca', 'crt')}`,
      `--etcd-certfile=${pki.path('etcd-client', 'crt')}`,
      `--etcd-keyfile=${pki.path('etcd-client', 'key')}`,
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports.apiserver}`,
      // Pods have no processes that would look for the API server, and a loopback address is no valid endpoint.
      '--endpoint-reconciler-type=none',
      `--cert-dir=${join(folder.scratch, 'apiserver')}`,
      `--tls-cert-file=${pki.path('apiserver', 'crt')}`,
      `--tls-private-key-file=${pki.path('apiserver', 'key')}`,
      `--client-ca-file=${pki.path('ca', 'crt')}`,
      '--anonymous-auth=false',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${pki.serviceAccountKey}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      `--encryption-provider-config=${pki.encryptionConfig}`,
      `--requestheader-client-ca-file=${pki.path('front-proxy-ca', 'crt')}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-username-headers=X-Remote-User',
      `--proxy-client-cert-file=${pki.path('front-proxy', 'crt')}`,
      `--proxy-client-key-file=${pki.path('front-proxy', 'key')}`,
      // All nodes name the agent as their kubelet, by the name that its certificate has.
      `--kubelet-client-certificate=${pki.path('kubelet-client', 'crt')}`,
      `--kubelet-client-key=${pki.path('kubelet-client', 'key')}`,
      `--kubelet-certificate-authority=${pki.path('ca', 'crt')}`,
      '--kubelet-preferred-address-types=InternalDNS',
      '--allow-privileged=true',
      '--profiling=false',
      '--shutdown-delay-duration=0s',
    ],
    env: LEAN,
    reads: [
      ...Object.values(authorities).map(({ certificate }) => certificate),
      issued.apiserver.certificate,
      issued['etcd-client'].certificate,
      issued['front-proxy'].certificate,
      issued['kubelet-client'].certificate,
    ],
    ports: ['apiserver'],
    ready: () => answers({ url: `${serverUrl(ports)}/readyz`, ca, client: issued.admin }, 5_000),
  };
}
