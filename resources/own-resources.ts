import type { ApiObject } from './aws-calls.js';

/** A resource that a stack made, with the attributes that its state holds. */
export interface Thing {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly values: ApiObject;
}

/** Everything that the stacks of an environment made, to tell what is beside it. */
export class OwnResources {
  constructor(readonly all: readonly Thing[]) {}

  /** Those of a type. */
  of(type: string): readonly Thing[] {
    return this.all.filter((thing) => thing.type === type);
  }

  /** Whether one of a type has these attributes. */
  has(type: string, wanted: ApiObject): boolean {
    const entries = Object.entries(wanted);
    return this.of(type).some(({ values }) => entries.every(([name, value]) => values[name] === value));
  }

  /** Whether a role, by ARN or name, is one of these. */
  hasRole(arnOrName: string): boolean {
    const name = arnOrName.slice(arnOrName.lastIndexOf('/') + 1);
    return this.has('aws_iam_role', { name });
  }
}

/** A resource by its attributes. @param region where it is, unless it says so itself */
export function thingOf(stack: string, address: string, type: string, values: ApiObject, region: string): Thing {
  const own = String(values.arn ?? '').split(':')[3];
  return { stack, address, type, region: values.region ?? (own || region), values };
}
