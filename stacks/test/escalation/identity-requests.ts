import type { Environment } from '../../../environments/model/index.js';
import { type ForeignRequest, requestPlace } from './request-place.js';

/** Making and changing roles, keys and who gets into clusters. */
export function identityRequests(environment: Environment): ForeignRequest[] {
  const { all, arn, boundary, iam, isDeploy, isPipeline, ours, pipeline, prefix, tagged } = requestPlace(environment);
  return [
    ...all('role without boundary', ['iam:CreateRole'], [iam(`role/${prefix}x`), iam('role/other')]),
    ...all('role without boundary', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], [iam(`role/${prefix}x`)], {
      'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    ...all('role without boundary', ['iam:DeleteRolePermissionsBoundary'], [iam(`role/${prefix}x`)], {
      'iam:PermissionsBoundary': boundary,
    }),
    ...all(
      'role without boundary',
      ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreateUser', 'iam:CreateAccessKey'],
      [iam(`role/${prefix}x`), iam('role/other'), iam(`user/${prefix}x`)],
    ),
    ...['ec2', 'lambda', 'eks', 'pods.eks', 'rds', 'monitoring.rds', 'backup']
      .flatMap((service) =>
        all('pass a role beyond', ['iam:PassRole'], [iam('role/other'), ...pipeline], {
          'iam:PassedToService': `${service}.amazonaws.com`,
        }).filter(({ request }) => request.resource.includes(':role/')),
      )
      .map((each) => ({
        ...each,
        // Below the ceiling it is useless: the pipeline's roles trust none of these services, and their trust stays.
        unless: (role: string) => !isPipeline(role) && each.request.resource.includes(`:role/${prefix}`),
      })),
    ...['glue', 'cloudformation', 'ecs-tasks', 'states', 'codebuild', 'sagemaker', 'ssm', 'scheduler'].flatMap(
      (service) =>
        all('pass a role beyond', ['iam:PassRole'], [iam(`role/${prefix}x`)], {
          'iam:PassedToService': `${service}.amazonaws.com`,
        }),
    ),
    ...all(
      'code of a foreign function',
      ['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'AddPermission', 'InvokeFunction', 'CreateFunction'].map(
        (each) => `lambda:${each}`,
      ),
      [arn('lambda', 'function:other')],
    ),
    ...all(
      'own policy',
      ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'DeletePolicyVersion'].map(
        (each) => `iam:${each}`,
      ),
      [boundary, ...pipeline, iam('policy/other')],
      { 'iam:PermissionsBoundary': boundary },
    ),
    ...all(
      'own policy',
      ['AttachRolePolicy', 'PutRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'UpdateRole', 'TagRole'].map(
        (each) => `iam:${each}`,
      ),
      [...pipeline, iam('role/other')],
      { 'iam:PermissionsBoundary': boundary },
    ),
    ...all('trust', ['iam:UpdateAssumeRolePolicy'], [...pipeline, iam('role/other')], {
      'iam:PermissionsBoundary': boundary,
    }),
    // A role of our name that somebody made without the boundary.
    ...all('trust', ['iam:UpdateAssumeRolePolicy'], [iam(`role/${prefix}by-hand`)]),
    ...tagged(
      'key',
      [
        'PutKeyPolicy',
        'CreateGrant',
        'Decrypt',
        'ScheduleKeyDeletion',
        'DisableKey',
        'GenerateDataKey',
        'CreateAlias',
      ].map((each) => `kms:${each}`),
      [arn('kms', 'key/22222222-2222')],
      { 'kms:GrantIsForAWSResource': 'true' },
    ),
    ...all('key', ['kms:CreateGrant'], [arn('kms', 'key/ours-11111111')], ours),
    ...all(
      'key',
      [
        'PutKeyPolicy',
        'DisableKey',
        'ScheduleKeyDeletion',
        'CreateGrant',
        'UpdateAlias',
        'CreateAlias',
        'DisableKeyRotation',
        'ReplicateKey',
      ].map((each) => `kms:${each}`),
      [arn('kms', 'key/state-11111111')],
      { ...ours, 'kms:ResourceAliases': [`alias/${prefix}state`], 'kms:GrantIsForAWSResource': 'true' },
    ),
    ...all(
      'key',
      ['kms:UpdateAlias', 'kms:DeleteAlias', 'kms:CreateAlias'],
      [arn('kms', `alias/${prefix}state`), arn('kms', 'alias/other')],
    ),
    ...all(
      'cluster access',
      ['eks:CreateAccessEntry', 'eks:UpdateAccessEntry', 'eks:AssociateAccessPolicy'],
      [arn('eks', 'cluster/other'), arn('eks', 'access-entry/other/role/1/x/1')],
    ),
    ...all(
      'cluster access',
      ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'],
      [arn('eks', `cluster/${prefix}cluster`), arn('eks', `access-entry/${prefix}cluster/role/1/x/1`)],
    ).map((each) => ({ ...each, unless: isDeploy })),
    ...all(
      'pod identity',
      ['eks:CreatePodIdentityAssociation', 'eks:UpdatePodIdentityAssociation'],
      [arn('eks', 'cluster/other'), arn('eks', 'podidentityassociation/other/1')],
    ),
    ...all('pod identity', ['eks:CreatePodIdentityAssociation'], [arn('eks', `cluster/${prefix}cluster`)]).map(
      (each) => ({
        ...each,
        unless: isDeploy,
      }),
    ),
  ];
}
