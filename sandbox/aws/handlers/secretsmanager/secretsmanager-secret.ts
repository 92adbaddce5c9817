import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export default handler({
  type: 'aws_secretsmanager_secret',
  service: 'secretsmanager',
  created: { id: 'ARN', arn: 'ARN' },
  key: { SecretId: '{id}' },
  create: [
    { call: 'CreateSecret', send: ['name', 'description', 'kms_key_id', 'type'] },
    { when: ['replica'], run: replicate },
    { when: ['policy'], run: putPolicy },
  ],
  read: [
    {
      call: 'DescribeSecret',
      set: ({ ReplicationStatus }) => ({ replica: (ReplicationStatus ?? []).map(replicaOf) }),
    },
    // Where the policy is a resource of its own it is not a change of the secret.
    { call: 'GetResourcePolicy', only: [], when: ({ policy }) => Boolean(policy), set: policyOf },
  ],
  update: [
    {
      call: 'UpdateSecret',
      send: ['description', 'kms_key_id'],
      // A member that is left out keeps its value; an empty one loses it.
      input: ({ description, kms_key_id }) => ({ Description: description ?? '', KmsKeyId: kms_key_id ?? '' }),
    },
    { when: ['replica'], run: replicate },
    { when: ['policy'], run: putPolicy },
  ],
  delete: {
    call: 'DeleteSecret',
    input: ({ recovery_window_in_days: days }) =>
      days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days ?? 30 },
  },
  defaults: { force_overwrite_replica_secret: false, recovery_window_in_days: 30 },
  immutable: ['name', 'name_prefix', 'type'],
  local: ['force_overwrite_replica_secret', 'recovery_window_in_days'],
  gone: ({ DeletedDate }) => DeletedDate !== undefined,
  recordedAttributes: { type: 'The emulator has secrets of one type only.' },
});

function policyOf({ ResourcePolicy }: ApiObject): Attributes {
  return { policy: ResourcePolicy ?? '' };
}

function replicaOf(status: ApiObject): Attributes {
  return {
    region: status.Region,
    kms_key_id: status.KmsKeyId ?? null,
    status: status.Status ?? null,
    status_message: status.StatusMessage ?? null,
    last_accessed_date: status.LastAccessedDate?.toISOString() ?? null,
  };
}

async function putPolicy({ id, policy }: Attributes, { call }: Context): Promise<void> {
  if (policy) await call('PutResourcePolicy', { SecretId: id, ResourcePolicy: policy });
  else await call('DeleteResourcePolicy', { SecretId: id });
}

async function replicate(state: Attributes, { call, prior }: Context): Promise<void> {
  const wanted: Attributes[] = state.replica ?? [];
  const regions = new Set(wanted.map(({ region }) => region));
  const dropped = (prior.replica ?? [])
    .map(({ region }: Attributes) => region)
    .filter((old: string) => !regions.has(old));
  if (dropped.length > 0) {
    await call('RemoveRegionsFromReplication', { SecretId: state.id, RemoveReplicaRegions: dropped });
  }
  if (wanted.length === 0) return;
  await call('ReplicateSecretToRegions', {
    SecretId: state.id,
    ForceOverwriteReplicaSecret: state.force_overwrite_replica_secret ?? false,
    AddReplicaRegions: wanted.map(({ region, kms_key_id }) => ({
      Region: region,
      ...(kms_key_id && { KmsKeyId: kms_key_id }),
    })),
  });
}
