import { ResourceQuota } from '@pulumi/kubernetes/core/v1/resourceQuota.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What {@link ReservedPriorities} are made from. */
export interface ReservedPrioritiesProps extends OwnedProps {
  readonly namespace: string;
  /** Classes that no pod of the namespace may have. */
  readonly classes: readonly string[];
}

/** Keeps a namespace from putting its pods before what the cluster itself stands on. */
export class ReservedPriorities extends ResourceQuota {
  constructor(name: string, { owner, namespace, classes }: ReservedPrioritiesProps) {
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: {
        hard: { pods: '0' },
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: [...classes] }],
        },
      },
    });
  }
}
