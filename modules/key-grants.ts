import type { AwsLocation } from './aws-location.js';
import type { PolicyStatement } from './policy-document.js';

/** What a service does to data under a key that it was given. */
const ENCRYPT_AND_DECRYPT = ['kms:Decrypt', 'kms:GenerateDataKey*'] as const;

/** In a key policy the resource `*` is the key itself. */
const THIS_KEY = ['*'] as const;

/**
 * Lets CloudWatch Logs of one region encrypt log groups of the account.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logGroupsMayUse(location: AwsLocation): PolicyStatement {
  return {
    sid: 'LogGroups',
    principal: { Service: `logs.${location.region}.amazonaws.com` },
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: THIS_KEY,
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': location.arn({ service: 'logs', resource: 'log-group:*' }),
      },
    },
  };
}

/** Lets services encrypt and decrypt on behalf of resources of this account, and of no other (confused deputy). */
export function servicesMayUse(
  location: AwsLocation,
  options: { readonly sid: string; readonly services: readonly string[] },
): PolicyStatement {
  return {
    sid: options.sid,
    principal: { Service: options.services.map((service) => `${service}.amazonaws.com`) },
    actions: ENCRYPT_AND_DECRYPT,
    resources: THIS_KEY,
    conditions: { StringEquals: { 'aws:SourceAccount': location.accountId } },
  };
}

/**
 * Lets CloudFront read objects under the key for distributions of this account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function distributionsMayRead(location: AwsLocation): PolicyStatement {
  return {
    sid: 'Distributions',
    principal: { Service: 'cloudfront.amazonaws.com' },
    actions: ['kms:Decrypt'],
    resources: THIS_KEY,
    conditions: {
      ArnLike: {
        'aws:SourceArn': location.arn({ service: 'cloudfront', region: '', resource: 'distribution/*' }),
      },
    },
  };
}

/**
 * Lets the auto-scaling service start nodes whose volumes are under the key.
 *
 * The account is the principal and the role a condition, because KMS refuses a policy that names a service-linked role
 * before AWS has made it.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function autoScalingMayUse(location: AwsLocation): PolicyStatement[] {
  const principal = { AWS: location.rootArn };
  const isAutoScaling = {
    'aws:PrincipalArn': location.arn({
      service: 'iam',
      region: '',
      resource: 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
    }),
  };
  return [
    {
      sid: 'NodeVolumes',
      principal,
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: THIS_KEY,
      conditions: { ArnEquals: isAutoScaling },
    },
    {
      sid: 'NodeVolumeGrants',
      principal,
      actions: ['kms:CreateGrant'],
      resources: THIS_KEY,
      conditions: { ArnEquals: isAutoScaling, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

/**
 * Without it no IAM policy could grant use of the key and nobody could ever change it; it gives no principal access by
 * itself. In a key policy the resource `*` is this key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function accountDecides(location: AwsLocation): PolicyStatement {
  return { sid: 'AccountDecides', principal: { AWS: location.rootArn }, actions: ['kms:*'], resources: ['*'] };
}
