import { describe, expect, it } from '@jest/globals';
import { planStatements } from '../plan-permissions.js';

const bySid = Object.fromEntries(
  planStatements({ bucketArn: 'arn:aws:s3:::state', keyAlias: 'alias/state', folder: 'prod' }).map((statement) => [
    statement.sid,
    statement,
  ]),
);

describe('rights of a plan', () => {
  it('read the state of the environment and write nothing but its locks', () => {
    expect(bySid.ReadState?.resources).toEqual(['arn:aws:s3:::state/prod/*']);
    expect(bySid.LockState).toMatchObject({
      actions: ['s3:PutObject', 's3:DeleteObject'],
      resources: ['arn:aws:s3:::state/prod/*.tflock'],
    });
  });

  it('use keys on data of the state bucket alone', () => {
    const data = ['arn:aws:s3:::state', 'arn:aws:s3:::state/*'];
    expect(bySid.StateKey?.conditions).toEqual({ StringLike: { 'kms:EncryptionContext:aws:s3:arn': data } });
    expect(bySid.NoDecryption?.conditions).toEqual({ StringNotLike: { 'kms:EncryptionContext:aws:s3:arn': data } });
  });

  it('refuse content, which read-only access would give', () => {
    expect(bySid.NoContent).toMatchObject({ effect: 'Deny', resources: ['*'] });
    expect(bySid.NoContent?.actions).toEqual(
      expect.arrayContaining(['secretsmanager:GetSecretValue', 'sqs:ReceiveMessage']),
    );
    expect(bySid.NoDecryption).toMatchObject({ effect: 'Deny', actions: ['kms:Decrypt'], resources: ['*'] });
    expect(bySid.NoObjects).toMatchObject({ effect: 'Deny', notResources: ['arn:aws:s3:::state/prod/*'] });
  });
});
