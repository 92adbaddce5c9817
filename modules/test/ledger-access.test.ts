import { describe, expect, it } from '@jest/globals';
import { deployLedgerStatements, type LedgerAccess, planLedgerStatements } from '../ledger-access.js';
import type { PolicyStatement } from '../policy-document.js';

const access: LedgerAccess = {
  keys: 'arn:aws:kms:*:123456789012:key/*',
  keyAlias: 'alias/x-prod-ledger',
  aliasArn: 'arn:aws:kms:eu-central-1:123456789012:alias/x-prod-ledger',
  headsArn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/x/prod/ledger-heads',
  bucketArn: 'arn:aws:s3:::x-prod-state',
  folder: 'prod',
};

const named = (statements: readonly PolicyStatement[]): Record<string, PolicyStatement> =>
  Object.fromEntries(statements.map((statement) => [statement.sid ?? '', statement]));
const byAlias = (alias: string) => ({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } });

describe('rights of the deploy role on the ledger', () => {
  const deploy = named(deployLedgerStatements(access));

  it('sign with its key, and do not change it or let another take its name', () => {
    expect(deploy.LedgerKey).toMatchObject({
      actions: expect.arrayContaining(['kms:Sign', 'kms:GetPublicKey']),
      conditions: byAlias('alias/x-prod-ledger'),
    });
    expect(deploy.KeepLedgerKey).toMatchObject({
      effect: 'Deny',
      actions: expect.arrayContaining([
        'kms:PutKeyPolicy',
        'kms:DisableKey',
        'kms:ScheduleKeyDeletion',
        'kms:CreateGrant',
        'kms:TagResource',
      ]),
      conditions: byAlias('alias/x-prod-ledger'),
    });
    expect(deploy.KeepLedgerAlias).toMatchObject({ effect: 'Deny', resources: [access.aliasArn] });
  });

  it('add heads, and take none back', () => {
    expect(deploy.MoveHead?.actions).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(deploy.KeepHeads).toMatchObject({
      effect: 'Deny',
      actions: expect.arrayContaining(['logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:PutRetentionPolicy']),
    });
  });

  it('remove no record', () => {
    expect(deploy.KeepRecords).toMatchObject({
      effect: 'Deny',
      actions: expect.arrayContaining(['s3:DeleteObject']),
      resources: ['arn:aws:s3:::x-prod-state/prod/releases/*', 'arn:aws:s3:::x-prod-state/prod/archives/*'],
    });
  });
});

describe('rights of the plan role on the ledger', () => {
  const plan = named(planLedgerStatements(access));

  it('verify, and neither sign nor move the head', () => {
    const allowed = Object.values(plan).flatMap(({ effect, actions }) => (effect === 'Deny' ? [] : actions));
    expect(allowed).toEqual(['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Verify', 'logs:GetLogEvents']);
  });

  it('read the heads, and the lines of no other group', () => {
    expect(plan.NoLogContent).toMatchObject({
      effect: 'Deny',
      actions: ['logs:GetLogEvents'],
      notResources: [`${access.headsArn}:*`],
    });
  });
});
