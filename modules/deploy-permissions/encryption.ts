import type { PolicyStatement } from '../policy-document.js';
import { anywhere, becomesOurs, type DeployScope, isOurs, verbs } from './scope.js';

/** KMS keys, which have ids instead of names, told by their tags. */
export function encryptionStatements(scope: DeployScope): PolicyStatement[] {
  const { prefix, state } = scope;
  return [
    {
      sid: 'MakeKeys',
      actions: ['kms:CreateKey', 'kms:TagResource'],
      // A key has no name before it exists.
      resources: ['*'],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Keys',
      actions: [
        ...verbs('kms', 'Describe', 'Get', 'List', 'Put', 'Update', 'Enable', 'Disable', 'ScheduleKeyDeletion'),
        ...verbs(
          'kms',
          'CancelKeyDeletion',
          'Tag',
          'Untag',
          'GenerateDataKey',
          'Decrypt',
          'CreateAlias',
          'DeleteAlias',
        ),
      ],
      resources: [anywhere(scope, 'kms', `key/*`)],
      conditions: isOurs(scope),
    },
    {
      // Without it no state and no record could be read again.
      sid: 'KeepStateKey',
      effect: 'Deny',
      actions: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      resources: [anywhere(scope, 'kms', `key/*`)],
      // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': state.keyAlias } },
    },
    {
      sid: 'KeyAliases',
      actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [anywhere(scope, 'kms', `alias/${prefix}*`)],
    },
    {
      sid: 'KeyGrants',
      actions: ['kms:CreateGrant'],
      resources: [anywhere(scope, 'kms', `key/*`)],
      conditions: { ...isOurs(scope), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
