import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What {@link DefaultDeny} is made from. */
export interface DefaultDenyProps extends OwnedProps {
  readonly namespace: string;
  /** @default both */
  readonly directions?: readonly ('Ingress' | 'Egress')[];
}

/** Pods of the namespace reach nobody and nobody reaches them, but for what other policies allow. */
export class DefaultDeny extends NetworkPolicy {
  constructor(name: string, { owner, namespace, directions = ['Ingress', 'Egress'] }: DefaultDenyProps) {
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: { podSelector: {}, policyTypes: [...directions] },
    });
  }
}
