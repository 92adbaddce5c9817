import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** Who may reach the pods of a namespace. */
export interface IngressSource {
  /** All pods of that namespace. */
  readonly namespace?: string;
  /** Addresses. */
  readonly cidr?: string;
  /** TCP. @default all */
  readonly ports?: readonly number[];
}

/** What an {@link IngressPolicy} is made from. */
export interface IngressPolicyProps extends OwnedProps {
  readonly namespace: string;
  readonly sources: readonly IngressSource[];
}

/** Opens all pods of a namespace to others. */
export class IngressPolicy extends NetworkPolicy {
  constructor(name: string, { owner, namespace, sources }: IngressPolicyProps) {
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: sources.map(({ namespace: from, cidr, ports }) => ({
          from: [
            cidr
              ? { ipBlock: { cidr } }
              : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from ?? namespace } } },
          ],
          ...(ports && { ports: ports.map((port) => ({ port, protocol: 'TCP' })) }),
        })),
      },
    });
  }
}
