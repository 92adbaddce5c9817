import { EksPodIdentityAssociation } from '@cdktn/provider-aws/lib/eks-pod-identity-association/index.js';
import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { podsMayAssume } from './pod-identity.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { IAM_LIMITS, policySize, splitPolicies } from './policy-size.js';
import { BacklotError } from './values/backlot-error.js';

/** What a {@link ServiceIdentity} is made from. */
export interface ServiceIdentityProps {
  readonly roleName: string;
  /** Name of the service and of its service account. */
  readonly service: string;
  readonly clusterName: string;
  readonly namespace: string;
  /** What it may do, from its needs. */
  readonly statements: readonly PolicyStatement[];
}

/** Room that is left where the length of names of other resources is only about known. */
const SLACK = 240;

/**
 * The role that the pods of one service run with, bound to its service account.
 *
 * What it may do is one inline policy; more than that holds goes into several managed ones.
 *
 * @throws BacklotError `PolicyTooLong` when a role can't hold what the service needs.
 */
export class ServiceIdentity extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    const { service, clusterName, namespace, statements } = props;
    const tags = { 'backlot:service': service };
    const role = new IamRole(this, 'Default', {
      name: boundedName(props.roleName, 64),
      description: `Pods of ${service}`,
      assumeRolePolicy: policyDocument([podsMayAssume({ clusterName, namespace, serviceAccount: service })]),
      tags,
    });
    this.roleArn = role.arn;
    this.grant(role, statements, service);
    new EksPodIdentityAssociation(this, 'association', {
      clusterName,
      namespace,
      serviceAccount: service,
      roleArn: role.arn,
      tags,
    });
  }

  private grant(role: IamRole, statements: readonly PolicyStatement[], service: string): void {
    // IAM takes no policy without statements.
    if (statements.length === 0) return;
    const policy = policyDocument(statements);
    if (policySize(policy) <= IAM_LIMITS.inline - SLACK) {
      new IamRolePolicy(this, 'policy', { name: 'needs', role: role.name, policy });
      return;
    }
    const parts = splitPolicies(statements, IAM_LIMITS.managed - SLACK);
    const largest = Math.max(...parts.map((part) => policySize(policyDocument(part))));
    if (parts.length > IAM_LIMITS.managedPerRole || largest > IAM_LIMITS.managed) {
      throw tooLong(service, policySize(policy));
    }
    for (const [index, part] of parts.entries()) {
      const managed = new IamPolicy(this, `policy-${index + 1}`, {
        name: `${role.nameInput}-needs-${index + 1}`,
        description: `What pods of ${service} need, part ${index + 1} of ${parts.length}`,
        policy: policyDocument(part),
      });
      new IamRolePolicyAttachment(this, `policy-${index + 1}-attachment`, { role: role.name, policyArn: managed.arn });
    }
  }
}

function tooLong(service: string, size: number): BacklotError {
  const { managed, managedPerRole } = IAM_LIMITS;
  return new BacklotError({
    code: 'PolicyTooLong',
    message: `service '${service}' needs so much that its policies have about ${size} characters; a role holds ${managedPerRole} of ${managed}`,
    hints: [`take away some of services.${service}.needs`, 'divide the service into two'],
    exitCode: 3,
    details: { service, size },
  });
}
