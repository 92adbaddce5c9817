import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What a {@link DnsPolicy} is made from. */
export interface DnsPolicyProps extends OwnedProps {
  readonly namespace: string;
}

/** Pods of the namespace may look names up at the cluster's own DNS servers, and nowhere else. */
export class DnsPolicy extends NetworkPolicy {
  constructor(name: string, { owner, namespace }: DnsPolicyProps) {
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            // Answers that do not fit a datagram come over TCP.
            ports: [
              { port: 53, protocol: 'UDP' },
              { port: 53, protocol: 'TCP' },
            ],
          },
        ],
      },
    });
  }
}
