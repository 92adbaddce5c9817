import { shell } from '../../modules/values/shell-quoted.js';
import { type Look, single } from '../attachments.js';
import { listed } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const secretPolicy = single({
  what: 'policy',
  ask: 'secretsmanager:GetResourcePolicy',
  input: ({ arn }) => ({ SecretId: arn }),
  declaredBy: ['aws_secretsmanager_secret_policy', 'secret_arn'],
  there: ({ ResourcePolicy }) => ResourcePolicy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ arn }) => shell`aws secretsmanager delete-resource-policy --secret-id ${arn}`,
});

const rotation = single({
  what: 'rotation',
  ask: 'secretsmanager:DescribeSecret',
  input: ({ arn }) => ({ SecretId: arn }),
  declaredBy: ['aws_secretsmanager_secret_rotation', 'secret_id'],
  there: ({ RotationEnabled, RotationLambdaARN }) => (RotationEnabled ? (RotationLambdaARN ?? true) : undefined),
  severity: 'high',
  says: 'a function writes its values',
  remove: ({ arn }) => shell`aws secretsmanager cancel-rotate-secret --secret-id ${arn}`,
});

/** Copies of a secret in other regions. */
const replicas: Look = {
  what: 'replicas',
  asks: ['secretsmanager:DescribeSecret'],
  find: async ({ values: { arn } }, { ask }) => {
    const there: { Region: string }[] =
      (await ask('secretsmanager:DescribeSecret', { SecretId: arn }))?.ReplicationStatus ?? [];
    // A refresh writes them into the secret's attributes, which declare none.
    return there.map(({ Region }) => ({
      what: 'replica',
      name: Region,
      severity: 'high',
      says: 'a copy of the value in another region',
      remove: shell`aws secretsmanager remove-regions-from-replication --secret-id ${arn} --remove-replica-regions ${Region}`,
    }));
  },
};

/** What is known of `aws_secretsmanager_secret`. */
export default resource({
  type: 'aws_secretsmanager_secret',
  holds: {
    lost: 'its values, also those that were set by hand',
    section: 'secrets',
    affix: /^secret-/,
    renamable: true,
  },
  beside: [secretPolicy, rotation, replicas],
  find: listed({
    ask: 'secretsmanager:ListSecrets',
    at: 'SecretList',
    same: { Name: 'name' },
    id: 'ARN',
    unless: ({ DeletedDate }) => DeletedDate !== undefined && DeletedDate !== null,
  }),
});
