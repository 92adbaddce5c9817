import { describe, expect, it } from '@jest/globals';
import { planStatements } from '../plan-permissions.js';

const bySid = Object.fromEntries(
  planStatements({ bucketArn: 'arn:aws:s3:::state', folder: 'prod' }).map((statement) => [statement.sid, statement]),
);

describe('rights of a plan', () => {
  it('read the state of the environment and write nothing but its locks', () => {
    expect(bySid.ReadState?.resources).toEqual(['arn:aws:s3:::state/prod/*']);
    expect(bySid.LockState).toMatchObject({
      actions: ['s3:PutObject', 's3:DeleteObject'],
      resources: ['arn:aws:s3:::state/prod/*.tflock'],
    });
  });

  it('refuse content, which read-only access would give', () => {
    expect(bySid.NoContent).toMatchObject({ effect: 'Deny', resources: ['*'] });
    expect(bySid.NoContent?.actions).toEqual(
      expect.arrayContaining(['secretsmanager:GetSecretValue', 'sqs:ReceiveMessage', 'kms:Decrypt']),
    );
    expect(bySid.NoObjects).toMatchObject({ effect: 'Deny', notResources: ['arn:aws:s3:::state/prod/*'] });
  });
});
