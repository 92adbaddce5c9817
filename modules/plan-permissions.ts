import type { PolicyStatement } from './policy-document.js';

/** State that a pipeline works on. */
export interface StateAccess {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /** Folder of the environment's states in it, without slashes. */
  readonly folder: string;
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
      sid: 'NoContent',
      effect: 'Deny',
      actions: [
        'athena:GetQueryResults',
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'kinesis:GetRecords',
        'kms:Decrypt',
        'lambda:GetLayerVersion',
        'logs:FilterLogEvents',
        'logs:GetLogEvents',
        'logs:StartQuery',
        'secretsmanager:GetSecretValue',
        'sqs:ReceiveMessage',
        'ssm:GetParameter*',
      ],
      // A refusal names everything on purpose.
      resources: ['*'],
    },
    {
      sid: 'NoObjects',
      effect: 'Deny',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      notResources: [objects],
    },
  ];
}
