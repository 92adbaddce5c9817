import type { PolicyStatement } from '../policy-document.js';
import { anywhere, becomesOurs, type DeployScope, exactly, isOurs, verbs } from './scope.js';

/** KMS keys, which have ids instead of names, told by their tags. */
export function encryptionStatements(scope: DeployScope): PolicyStatement[] {
  const { prefix, state } = scope;
  const keys = [anywhere(scope, 'kms', `key/*`)];
  return [
    {
      // What exists and isn't ours is refused tags elsewhere: see `tagging.ts`.
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
        ...verbs('kms', 'CancelKeyDeletion', 'Tag', 'Untag', 'GenerateDataKey', 'CreateAlias', 'DeleteAlias'),
        ...exactly('kms', 'Encrypt', 'Decrypt', 'RetireGrant'),
      ],
      resources: keys,
      conditions: isOurs(scope),
    },
    {
      // Without it no state and no record could be read again, and who administers it could keep them from us. It is told
      // by its alias, so the alias stays where it is.
      // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
      sid: 'KeepStateKey',
      effect: 'Deny',
      actions: [
        ...verbs('kms', 'CreateGrant', 'Delete', 'Disable', 'Put', 'Replicate', 'Revoke', 'ScheduleKeyDeletion'),
        ...verbs('kms', 'CreateAlias', 'Update'),
      ],
      resources: keys,
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': state.keyAlias } },
    },
    {
      sid: 'KeepStateAlias',
      effect: 'Deny',
      actions: exactly('kms', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'),
      resources: [anywhere(scope, 'kms', state.keyAlias)],
    },
    {
      sid: 'KeyAliases',
      actions: exactly('kms', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'),
      resources: [anywhere(scope, 'kms', `alias/${prefix}*`)],
    },
    {
      sid: 'KeyGrants',
      actions: ['kms:CreateGrant'],
      resources: keys,
      conditions: { ...isOurs(scope), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    // Lists name no key.
    { sid: 'ListKeys', actions: exactly('kms', 'ListAliases', 'ListKeys'), resources: ['*'] },
  ];
}
