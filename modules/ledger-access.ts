import type { PolicyConditions, PolicyStatement } from './policy-document.js';

/** Roles that meet the key of the ledger. */
export interface LedgerRoles {
  /** ARN of the one role of the pipeline that signs. */
  readonly deploy: string;
  /** ARN pattern of all roles of the environment: those of the pipeline, and those that a deployment makes. */
  readonly all: string;
}

/** The ledger as policies name it. */
export interface LedgerAccess {
  /** ARN pattern of the account's keys. */
  readonly keys: string;
  /** Alias of the key that signs, `alias/` included. */
  readonly keyAlias: string;
  /** ARN of that alias. */
  readonly aliasArn: string;
  /** ARN of the log group of the heads, without what follows its name. */
  readonly headsArn: string;
  /** ARN of the state bucket. */
  readonly bucketArn: string;
  /** Folder of the environment in it, without slashes. */
  readonly folder: string;
}

/** What changes a key, or who may use it. */
const CHANGES_KEY = [
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
] as const;

/** What tells the key from others: it has an id, and its alias names it. */
function known(alias: string): PolicyConditions {
  // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
  return { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } };
}

/**
 * Statements of the key's own policy: no role of the environment may change the key, and of them only the deploy role may sign.
 * A deployment makes roles, and what it may not do itself it must not be able to have done by one of them.
 */
export function ledgerKeyDenials({ deploy, all }: LedgerRoles): PolicyStatement[] {
  const denied = { effect: 'Deny' as const, principal: { AWS: '*' }, resources: ['*'] };
  return [
    {
      ...denied,
      sid: 'NotByTheEnvironment',
      actions: CHANGES_KEY,
      conditions: { ArnLike: { 'aws:PrincipalArn': all } },
    },
    {
      ...denied,
      sid: 'OnlyDeploySigns',
      actions: ['kms:Sign'],
      conditions: { ArnLike: { 'aws:PrincipalArn': all }, ArnNotEquals: { 'aws:PrincipalArn': deploy } },
    },
  ];
}

/**
 * Rights of the deploy role on the ledger: it signs and adds; it changes, overwrites and removes nothing. How the bucket and its
 * key are kept is said with the rights on buckets and keys, `deploy-permissions`.
 */
export function deployLedgerStatements(access: LedgerAccess): PolicyStatement[] {
  const { bucketArn, folder, headsArn, keys } = access;
  return [
    ...readsLedger(access, ['kms:Sign']),
    { sid: 'MoveHead', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${headsArn}:*`] },
    {
      sid: 'KeepLedgerKey',
      effect: 'Deny',
      actions: [...CHANGES_KEY, 'kms:EnableKey', 'kms:CancelKeyDeletion', 'kms:UpdateKeyDescription'],
      resources: [keys],
      conditions: known(access.keyAlias),
    },
    {
      sid: 'KeepLedgerAlias',
      effect: 'Deny',
      actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [access.aliasArn],
    },
    {
      sid: 'KeepHeads',
      effect: 'Deny',
      actions: [
        'logs:AssociateKmsKey',
        'logs:DeleteLogGroup',
        'logs:DeleteLogStream',
        'logs:DisassociateKmsKey',
        'logs:PutRetentionPolicy',
      ],
      resources: [headsArn, `${headsArn}:*`],
    },
    {
      sid: 'KeepRecords',
      effect: 'Deny',
      actions: ['s3:DeleteObject'],
      resources: ['releases/*', 'archives/*'].map((objects) => `${bucketArn}/${folder}/${objects}`),
    },
  ];
}

/** Rights of the plan role on the ledger: it finds out whether a record is forged, and can forge none. */
export function planLedgerStatements(access: LedgerAccess): PolicyStatement[] {
  return [
    ...readsLedger(access, []),
    {
      // The lines of every other group are content.
      sid: 'NoLogContent',
      effect: 'Deny',
      actions: ['logs:GetLogEvents'],
      notResources: [`${access.headsArn}:*`],
    },
  ];
}

function readsLedger({ headsArn, keyAlias, keys }: LedgerAccess, more: readonly string[]): PolicyStatement[] {
  return [
    {
      sid: 'LedgerKey',
      actions: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Verify', ...more],
      resources: [keys],
      conditions: known(keyAlias),
    },
    { sid: 'ReadHead', actions: ['logs:GetLogEvents'], resources: [`${headsArn}:*`] },
  ];
}
