import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { policyDocument } from './policy-document.js';
import { Duration } from './values/duration.js';

/** What a {@link ProviderAccess} is made from. */
export interface ProviderAccessProps {
  readonly roleName: string;
  /** Name of the provider, the last part of its prefix. */
  readonly provider: string;
  /** ARN of who may assume the role. */
  readonly principal: string;
  /** What the provider must present, so that nobody else can make it act for them (confused deputy). */
  readonly externalId: string;
  /** Where it uploads; the prefix ends with a slash. */
  readonly uploads: { readonly bucketArn: string; readonly keyArn: string; readonly prefix: string };
}

/** IAM gives no session of a role longer than its own limit. */
const SESSION = Duration.hours(1);

/** A role with which one provider uploads below its own prefix, and does nothing else: it cannot even list or read. */
export class ProviderAccess extends Construct {
  readonly roleArn: string;
  /** `providers/<name>/`. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, props: ProviderAccessProps) {
    super(scope, id);
    const { provider, uploads } = props;
    this.prefix = `${uploads.prefix}${provider}/`;
    const role = new IamRole(this, 'Default', {
      name: boundedName(props.roleName, 64),
      description: `Uploads of provider ${provider}`,
      maxSessionDuration: SESSION.toSeconds(),
      assumeRolePolicy: policyDocument([
        {
          sid: 'Provider',
          principal: { AWS: props.principal },
          actions: ['sts:AssumeRole'],
          conditions: { StringEquals: { 'sts:ExternalId': props.externalId } },
        },
      ]),
      tags: { 'backlot:provider': provider },
    });
    this.roleArn = role.arn;
    new IamRolePolicy(this, 'policy', {
      name: 'upload',
      role: role.name,
      policy: policyDocument([
        {
          sid: 'Upload',
          // Large files go up in parts, which may be given up.
          actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          resources: [`${uploads.bucketArn}/${this.prefix}*`],
        },
        {
          sid: 'Encrypt',
          // S3 decrypts the parts of a large file when it joins them.
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [uploads.keyArn],
          conditions: {
            StringLike: {
              'kms:EncryptionContext:aws:s3:arn': [uploads.bucketArn, `${uploads.bucketArn}/${this.prefix}*`],
            },
          },
        },
      ]),
    });
  }
}
