import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { IAspect } from 'cdktn';
import { Construct, type IConstruct } from 'constructs';
import type { PolicyStatement } from './policy-document.js';
import { boundedPolicy } from './policy-size.js';

/** What a {@link PermissionBoundary} is made from. */
export interface PermissionBoundaryProps {
  readonly name: string;
  /** What the roles below it may do at most; it grants nothing by itself. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The ceiling of every role that a pipeline makes: whatever its policies say, the role may do no more.
 *
 * @throws BacklotError `PolicyTooLong` when it passes what IAM stores: a role has one boundary, so it cannot be split.
 */
export class PermissionBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PermissionBoundaryProps) {
    super(scope, id);
    const policy = new IamPolicy(this, 'Default', {
      name: props.name,
      description: 'Ceiling of the roles that pipelines make',
      policy: boundedPolicy(props.name, props.statements),
    });
    this.arn = policy.arn;
  }
}

/** Puts the boundary on every role of a stack. */
export class BoundedRoles implements IAspect {
  constructor(private readonly boundaryArn: string) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole) node.permissionsBoundary = this.boundaryArn;
  }
}
