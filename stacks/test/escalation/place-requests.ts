import type { Environment } from '../../../environments/model/index.js';
import { type ForeignRequest, requestPlace } from './request-place.js';
import { retentionRequests } from './retention-requests.js';
import type { Request } from './statement.js';

/** States, machines and networks, and roles of others. */
export function placeRequests(environment: Environment): ForeignRequest[] {
  const { account, all, arn, iam, isDeploy, isPipeline, ours, prefix, requested, stateBucket, tagged } =
    requestPlace(environment);
  return [
    ...retentionRequests(environment),
    ...all(
      'state',
      [
        ...[
          'DeleteBucket',
          'DeleteBucketPolicy',
          'PutBucketPolicy',
          'PutLifecycleConfiguration',
          'PutBucketVersioning',
        ],
        ...['PutBucketPublicAccessBlock', 'PutEncryptionConfiguration', 'PutReplicationConfiguration', 'PutBucketAcl'],
        ...['PutBucketObjectLockConfiguration', 'PutBucketLogging', 'PutBucketOwnershipControls'],
      ].map((each) => `s3:${each}`),
      [stateBucket],
    ),
    ...all(
      'state',
      ['s3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:BypassGovernanceRetention'],
      [`${stateBucket}/${environment.id}/network.tfstate`],
    ),
    ...all('state', ['s3:PutObject', 's3:DeleteObject'], [`${stateBucket}/${environment.id}/network.tfstate`]).map(
      (each) => ({
        ...each,
        unless: isDeploy,
      }),
    ),
    ...all('state', ['s3:GetObject'], [`${stateBucket}/${environment.id}/network.tfstate`]).map((each) => ({
      ...each,
      unless: isPipeline,
    })),
    ...all(
      'state',
      ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      [
        `arn:aws:s3:::${environment.platform}-another-state-${account}`,
        `arn:aws:s3:::${environment.platform}-another-state-${account}/another/network.tfstate`,
      ],
    ).map((each) => ({
      ...each,
      unless: (role: string) => role === `${prefix}plan` && each.request.action === 's3:ListBucket',
    })),
    ...tagged(
      'machine',
      [
        'ec2:ModifyInstanceAttribute',
        'ec2:AssociateIamInstanceProfile',
        'ec2:ReplaceIamInstanceProfileAssociation',
        'ec2:TerminateInstances',
        'ssm:SendCommand',
        'ssm:StartSession',
        'ec2-instance-connect:SendSSHPublicKey',
      ],
      [arn('ec2', 'instance/i-other')],
    ),
    ...all(
      'machine',
      ['ssm:SendCommand', 'ssm:StartSession', 'ec2:GetPasswordData'],
      [arn('ec2', 'instance/i-ours'), 'arn:aws:ssm:eu-central-1::document/AWS-RunShellScript'],
      ours,
    ),
    ...tagged(
      'machine',
      ['ec2:RunInstances', 'ec2:CreateFleet'],
      [
        arn('ec2', 'subnet/subnet-other'),
        arn('ec2', 'security-group/sg-other'),
        arn('ec2', 'launch-template/lt-other'),
      ],
    ),
    ...tagged(
      'machine',
      [
        'AuthorizeSecurityGroupIngress',
        'DeleteSecurityGroup',
        'ModifySecurityGroupRules',
        'CreateRoute',
        'DeleteVpc',
        'CreateSubnet',
        'CreateVpcEndpoint',
        'AttachVolume',
      ].map((each) => `ec2:${each}`),
      [
        arn('ec2', 'security-group/sg-other'),
        arn('ec2', 'vpc/vpc-other'),
        arn('ec2', 'route-table/rtb-other'),
        arn('ec2', 'volume/vol-other'),
      ],
      requested,
    ).filter(({ request }) => makesAnother(request)),
    ...all(
      'take a role',
      ['sts:AssumeRole', 'sts:TagSession'],
      [iam('role/other'), iam(`role/${prefix}deploy`), iam('role/aws-reserved/sso.amazonaws.com/Admin')],
    ),
  ];
}

/** Making a thing that gets our tags is no change of another, only what it is made in is. */
function makesAnother({ action, resource }: Request): boolean {
  if (action === 'ec2:CreateSubnet') return resource.includes(':vpc/');
  if (action === 'ec2:CreateVpcEndpoint') return /:(vpc|security-group|route-table)\//.test(resource);
  return true;
}
