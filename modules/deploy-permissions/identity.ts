import type { PolicyStatement } from '../policy-document.js';
import { type DeployScope, exactly, verbs } from './scope.js';

/** Services that may be given our roles. */
const ROLE_TAKERS = [
  'backup',
  'ec2',
  'eks',
  'lambda',
  'monitoring.rds',
  'pods.eks',
  'rds',
  'sns',
  'vpc-flow-logs',
] as const;

/** Services that make a role of their own when first used. */
const SELF_SERVERS = [
  'autoscaling',
  'backup',
  'ecr',
  'eks',
  'eks-nodegroup',
  'elasticache',
  'rds',
  'replication.ecr',
  'wafv2',
] as const;

/** Names of services as IAM writes them. */
export function servicePrincipals(services: readonly string[]): string[] {
  return services.map((service) => `${service}.amazonaws.com`);
}

/**
 * Roles for services and pods. A deployment cannot give more than it has: every role that it makes or changes is under the
 * boundary, it cannot lift one, and neither the boundary nor the pipeline's own roles are its to change.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function identityStatements(scope: DeployScope): PolicyStatement[] {
  const { prefix, boundaryArn } = scope;
  const iam = (resource: string) => scope.location.arn({ service: 'iam', region: '', resource });
  const roles = [iam(`role/${prefix}*`)];
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } };
  return [
    {
      // Who may take a role is as much a right as what the role may do: neither is changed where the boundary is not.
      sid: 'BoundedRoles',
      actions: [
        ...verbs('iam', 'CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'),
        ...verbs('iam', 'UpdateRole', 'UpdateAssumeRolePolicy', 'DeleteRolePolicy', 'DetachRolePolicy'),
        'iam:DeleteRole',
      ],
      resources: roles,
      conditions: bounded,
    },
    {
      sid: 'Roles',
      actions: [
        ...verbs('iam', 'GetRole', 'ListRole', 'ListAttachedRole', 'ListInstanceProfilesForRole'),
        ...verbs('iam', 'TagRole', 'UntagRole'),
      ],
      resources: roles,
    },
    {
      // Needs of a service that pass one policy of its role; attached only where the boundary is.
      sid: 'Policies',
      actions: [
        ...verbs('iam', 'CreatePolicy', 'DeletePolicy', 'GetPolicy', 'ListPolicy'),
        ...verbs('iam', 'TagPolicy', 'UntagPolicy', 'SetDefault', 'ListEntities'),
      ],
      resources: [iam(`policy/${prefix}*`)],
    },
    {
      sid: 'GiveRoles',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': servicePrincipals(ROLE_TAKERS) } },
    },
    {
      sid: 'ServiceLinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [iam('role/aws-service-role/*')],
      conditions: { StringEquals: { 'iam:AWSServiceName': servicePrincipals(SELF_SERVERS) } },
    },
    {
      sid: 'LookAtPipeline',
      actions: exactly('iam', 'GetOpenIDConnectProvider', 'ListOpenIDConnectProviderTags'),
      resources: [iam('oidc-provider/*')],
    },
    { sid: 'ListProviders', actions: ['iam:ListOpenIDConnectProviders'], resources: ['*'] },
    {
      sid: 'NotItself',
      effect: 'Deny',
      actions: verbs(
        'iam',
        'Add',
        'Attach',
        'Create',
        'Delete',
        'Detach',
        'Pass',
        'Put',
        'Set',
        'Tag',
        'Untag',
        'Update',
      ),
      resources: [...scope.untouchable, boundaryArn],
    },
    {
      sid: 'NoLifting',
      effect: 'Deny',
      actions: ['iam:DeleteRolePermissionsBoundary'],
      resources: roles,
    },
  ];
}
