import { LimitRange } from '@pulumi/kubernetes/core/v1/limitRange.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What {@link ContainerDefaults} are made from. */
export interface ContainerDefaultsProps extends OwnedProps {
  readonly namespace: string;
  /** What a container that says nothing is sure to get. @default 50m and 64Mi */
  readonly request?: { readonly cpu: string; readonly memory: string };
  /** Memory at which a container that says nothing is killed. @default none: charts of others know what they need */
  readonly memoryLimit?: string;
  /** Memory that no container may exceed. @default none */
  readonly maxMemory?: string;
}

/**
 * What containers get that don't say it, so that the scheduler always knows what it places. CPU has no limit: throttling
 * shows as latency, and a maximum would become the limit of whoever has none.
 */
export class ContainerDefaults extends LimitRange {
  constructor(name: string, props: ContainerDefaultsProps) {
    const { owner, namespace, request = { cpu: '50m', memory: '64Mi' }, memoryLimit, maxMemory } = props;
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { ...request },
            ...(memoryLimit && { default: { memory: memoryLimit } }),
            ...(maxMemory && { max: { memory: maxMemory } }),
          },
        ],
      },
    });
  }
}
