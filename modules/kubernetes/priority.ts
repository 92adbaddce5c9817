import { PriorityClass } from '@pulumi/kubernetes/scheduling/v1/priorityClass.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What a {@link Priority} is made from. */
export interface PriorityProps extends OwnedProps {
  /** Who goes first when there isn't room for all; those of the cluster itself are above 2 000 000 000. */
  readonly value: number;
  readonly description: string;
  /** Whether pods of less are removed for it. @default true */
  readonly preempts?: boolean;
}

/** A class of pods by who goes first when there isn't room for all. */
export class Priority extends PriorityClass {
  constructor(name: string, { owner, value, description, preempts = true }: PriorityProps) {
    super(name, {
      metadata: ownedMetadata(owner, name),
      value,
      description,
      globalDefault: false,
      preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    });
  }
}
