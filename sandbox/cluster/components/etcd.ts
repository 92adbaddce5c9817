import { join } from 'node:path';
import type { Component } from '../processes/component.js';
import { answers } from '../processes/probe.js';
import { type CoreParts, LOOPBACK, tool } from './parts.js';

/** The store of the API server. */
export function etcd(parts: CoreParts): Component {
  const { pki, ports, folder } = parts;
  const client = `https://${LOOPBACK}:${ports.etcd}`;
  const peer = `https://${LOOPBACK}:${ports['etcd-peer']}`;
  const { certificate: ca } = pki.authorities['etcd-ca'];
  const secured = (prefix: string) => [
    `--${prefix}cert-file=${pki.path('etcd', 'crt')}`,
    `--${prefix}key-file=${pki.path('etcd', 'key')}`,
    `--${prefix}trusted-ca-file=${pki.path('etcd-ca', 'crt')}`,
    `--${prefix}client-cert-auth`,
  ];
  return {
    ...tool(parts, 'etcd'),
    args: [
      '--name=sandbox',
      `--data-dir=${join(folder.data, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=sandbox=${peer}`,
      ...secured(''),
      ...secured('peer-'),
      // A crash of the machine may cost the last seconds of a sandbox; waiting for the disk costs every change.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    reads: [ca, pki.certificates.etcd.certificate],
    ports: ['etcd', 'etcd-peer'],
    ready: () => answers({ url: `${client}/health`, ca, client: pki.certificates['etcd-client'] }),
  };
}
