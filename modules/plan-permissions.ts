import type { PolicyConditions, PolicyStatement } from './policy-document.js';

/** State that a pipeline works on. */
export interface StateAccess {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /** Alias of the key that the bucket is encrypted with, `alias/` included. */
  readonly keyAlias: string;
  /** Folder of the environment's states in it, without slashes. */
  readonly folder: string;
}

/**
 * Keeps what it conditions to data of the bucket: S3 gives KMS the bucket as the encryption context where it has a bucket
 * key, the object where not.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
function dataOf(bucketArn: string, operator: 'StringLike' | 'StringNotLike'): PolicyConditions {
  return { [operator]: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] } };
}

/**
 * What reads content by AWS's `ReadOnlyAccess`: rows, messages, logs as they come and as others asked for them, outputs of commands
 * and of machines, source code, media, and credentials that read further.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
 */
const CONTENT = [
  ...reads('athena', 'GetQueryResults*'),
  ...reads('cassandra', 'Select'),
  ...reads('codeartifact', 'GetAuthorizationToken', 'GetPackageVersionAsset', 'ReadFromRepository'),
  ...reads('codecommit', 'GetBlob', 'GetFile', 'GetFolder', 'GitPull'),
  ...reads('cognito-identity', 'GetCredentialsForIdentity', 'GetOpenIdToken*'),
  ...reads('connect', 'GetFederationToken'),
  ...reads('dax', 'BatchGetItem', 'GetItem', 'Query', 'Scan'),
  ...reads('dynamodb', 'BatchGetItem', 'GetItem', 'GetRecords', 'PartiQLSelect', 'Query', 'Scan'),
  ...reads('ec2', 'GetConsole*', 'GetPasswordData'),
  ...reads('ecr', 'BatchGetImage', 'GetDownloadUrlForLayer'),
  ...reads('es', 'ESHttpGet'),
  ...reads('glacier', 'GetJobOutput'),
  ...reads('kinesis', 'GetRecords'),
  ...reads(
    'kinesisvideo',
    'GetClip',
    'GetDASHStreamingSessionURL',
    'GetHLSStreamingSessionURL',
    'GetImages',
    'GetMedia*',
  ),
  ...reads('lambda', 'GetLayerVersion'),
  ...reads('lightsail', 'GetBucketAccessKeys', 'GetRelationalDatabaseLogEvents'),
  ...reads('logs', 'FilterLogEvents', 'GetLogObject', 'GetLogRecord', 'GetQueryResults', 'StartLiveTail', 'StartQuery'),
  ...reads('mediapackagev2', 'GetObject'),
  ...reads('mediastore', 'GetObject'),
  ...reads('qldb', 'GetBlock', 'GetRevision'),
  ...reads('rds', 'Download*'),
  ...reads('s3-object-lambda', 'GetObject*'),
  ...reads('s3express', 'CreateSession'),
  ...reads('s3tables', 'GetTableData'),
  ...reads('s3vectors', 'GetVectors', 'QueryVectors'),
  ...reads('sdb', 'Select*'),
  ...reads('secretsmanager', 'BatchGetSecretValue', 'GetSecretValue'),
  ...reads('sqs', 'ReceiveMessage'),
  ...reads('ssm', 'GetCommandInvocation', 'GetParameter*', 'ListCommandInvocations'),
  ...reads('states', 'GetExecutionHistory'),
  ...reads('sts', 'GetSessionToken'),
];

function reads(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

/**
 * What a plan needs beside AWS's `ReadOnlyAccess`: the state, its locks, and a refusal of everything that is content
 * instead of configuration, which `ReadOnlyAccess` would give.
 */
export function planStatements(state: StateAccess): PolicyStatement[] {
  const objects = `${state.bucketArn}/${state.folder}/*`;
  return [
    { sid: 'FindState', actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [state.bucketArn] },
    { sid: 'ReadState', actions: ['s3:GetObject'], resources: [objects] },
    { sid: 'LockState', actions: ['s3:PutObject', 's3:DeleteObject'], resources: [`${objects}.tflock`] },
    {
      sid: 'StateKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      // The key has no name that a policy could know; what it is used on has.
      resources: ['*'],
      conditions: dataOf(state.bucketArn, 'StringLike'),
    },
    {
      sid: 'NoContent',
      effect: 'Deny',
      actions: CONTENT,
      // A refusal names everything on purpose.
      resources: ['*'],
    },
    {
      sid: 'NoDecryption',
      effect: 'Deny',
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: dataOf(state.bucketArn, 'StringNotLike'),
    },
    {
      sid: 'NoObjects',
      effect: 'Deny',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      notResources: [objects],
    },
  ];
}
