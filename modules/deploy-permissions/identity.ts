import type { PolicyStatement } from '../policy-document.js';
import { type DeployScope, verbs } from './scope.js';

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

/**
 * Roles for services and pods. A deployment cannot give more than it has: every role that it makes is under the
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
      sid: 'BoundedRoles',
      actions: verbs('iam', 'CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'),
      resources: roles,
      conditions: bounded,
    },
    {
      sid: 'Roles',
      actions: [
        ...verbs(
          'iam',
          'GetRole',
          'ListRole',
          'ListAttachedRole',
          'ListInstanceProfilesForRole',
          'TagRole',
          'UntagRole',
        ),
        ...verbs('iam', 'UpdateRole', 'UpdateAssumeRolePolicy', 'DeleteRolePolicy', 'DetachRolePolicy'),
        'iam:DeleteRole',
      ],
      resources: roles,
    },
    {
      sid: 'Policies',
      actions: verbs(
        'iam',
        'CreatePolicy',
        'DeletePolicy',
        'GetPolicy',
        'ListPolicy',
        'TagPolicy',
        'UntagPolicy',
        'SetDefault',
      ),
      resources: [iam(`policy/${prefix}*`)],
    },
    {
      sid: 'GiveRoles',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': ROLE_TAKERS.map((service) => `${service}.amazonaws.com`) } },
    },
    {
      sid: 'ServiceLinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [iam('role/aws-service-role/*')],
      conditions: { StringEquals: { 'iam:AWSServiceName': SELF_SERVERS.map((service) => `${service}.amazonaws.com`) } },
    },
    {
      sid: 'ClusterIdentity',
      actions: verbs('iam', 'CreateOpenID', 'DeleteOpenID', 'GetOpenID', 'TagOpenID', 'UntagOpenID', 'UpdateOpenID'),
      resources: [iam('oidc-provider/oidc.eks.*')],
    },
    {
      sid: 'LookAtPipeline',
      actions: verbs('iam', 'GetOpenID', 'ListOpenID'),
      resources: [iam('oidc-provider/*')],
    },
    {
      sid: 'NotItself',
      effect: 'Deny',
      actions: verbs('iam', 'Add', 'Attach', 'Create', 'Delete', 'Detach', 'Put', 'Set', 'Tag', 'Untag', 'Update'),
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
