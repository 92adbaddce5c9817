import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import type { ITerraformDependable } from 'cdktn';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';

/** What a {@link ServiceRole} is made from. */
export interface ServiceRoleProps {
  readonly name: string;
  readonly description: string;
  /** Service that takes the role, such as `lambda` for `lambda.amazonaws.com`. */
  readonly service: string;
  readonly location: AwsLocation;
  /** What the role may do. @default nothing beside managed policies */
  readonly statements?: readonly PolicyStatement[];
  /** Names of AWS's own policies, by the part behind `policy/`. @default none */
  readonly managedPolicies?: readonly string[];
}

/** A role that one AWS service takes, for resources of this account only. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What must exist before the service uses the role: services check permissions when they are given it. */
  readonly grants: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { name, description, service, location, statements = [], managedPolicies = [] } = props;
    const role = new IamRole(this, 'Default', {
      name,
      description,
      assumeRolePolicy: policyDocument([
        {
          principal: { Service: `${service}.amazonaws.com` },
          actions: ['sts:AssumeRole'],
          conditions: TELLS_NO_ACCOUNT.has(service)
            ? undefined
            : { StringEquals: { 'aws:SourceAccount': location.accountId } },
        },
      ]),
    });
    this.arn = role.arn;
    this.name = role.name;
    const inline =
      statements.length > 0
        ? [new IamRolePolicy(this, 'policy', { name: 'access', role: role.name, policy: policyDocument(statements) })]
        : [];
    const managed = managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy.split('/').at(-1) ?? policy, {
          role: role.name,
          policyArn: `arn:${location.partition}:iam::aws:policy/${policy}`,
        }),
    );
    this.grants = [...inline, ...managed];
  }
}

/** Services that take a role without saying for which account; only `iam:PassRole` decides there. */
const TELLS_NO_ACCOUNT: ReadonlySet<string> = new Set(['lambda', 'ec2', 'eks', 'rds']);
