import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export default handler({
  type: 'aws_kms_key',
  service: 'kms',
  created: { id: 'KeyMetadata.KeyId', key_id: 'KeyMetadata.KeyId', arn: 'KeyMetadata.Arn' },
  key: { KeyId: '{id}' },
  create: [
    {
      call: 'CreateKey',
      send: ['description', 'key_usage', 'policy', 'multi_region', 'bypass_policy_lockout_safety_check'],
      input: { KeySpec: '{customer_master_key_spec}' },
    },
    {
      when: ['enable_key_rotation'],
      run: async (state, { call }) => {
        if (!state.enable_key_rotation) return;
        await call('EnableKeyRotation', {
          KeyId: state.id,
          RotationPeriodInDays: state.rotation_period_in_days || undefined,
        });
      },
    },
    {
      when: ['is_enabled'],
      run: async (state, { call }) => {
        if (state.is_enabled === false) await call('DisableKey', { KeyId: state.id });
      },
    },
  ],
  read: [
    {
      call: 'DescribeKey',
      at: 'KeyMetadata',
      only: [],
      set: (described, state) => ({
        arn: described.Arn,
        key_id: described.KeyId,
        description: described.Description ?? '',
        key_usage: described.KeyUsage,
        customer_master_key_spec: described.KeySpec ?? described.CustomerMasterKeySpec,
        is_enabled: described.Enabled,
        multi_region: described.MultiRegion ?? false,
        rotation_period_in_days: state.rotation_period_in_days,
      }),
    },
    { call: 'GetKeyPolicy', input: { PolicyName: 'default' }, only: ['policy'] },
    {
      call: 'GetKeyRotationStatus',
      only: [],
      set: (described) => ({ enable_key_rotation: described.KeyRotationEnabled ?? false }),
    },
  ],
  update: [
    { call: 'UpdateKeyDescription', send: ['description'] },
    { call: 'PutKeyPolicy', send: ['policy'], input: { PolicyName: 'default' } },
    {
      when: ['enable_key_rotation', 'rotation_period_in_days'],
      run: async (state, { call }) => {
        const KeyId = state.id;
        const RotationPeriodInDays = state.rotation_period_in_days || undefined;
        if (state.enable_key_rotation) await call('EnableKeyRotation', { KeyId, RotationPeriodInDays });
        else await call('DisableKeyRotation', { KeyId });
      },
    },
    {
      when: ['is_enabled'],
      run: async (state, { call }) => {
        await call(state.is_enabled ? 'EnableKey' : 'DisableKey', { KeyId: state.id });
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      await call('ScheduleKeyDeletion', { KeyId: state.id, PendingWindowInDays: state.deletion_window_in_days || 30 });
    },
  },
  gone: { KeyState: ['PendingDeletion', 'PendingReplicaDeletion'] },
  local: ['deletion_window_in_days', 'bypass_policy_lockout_safety_check'],
  defaults: {
    bypass_policy_lockout_safety_check: false,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: false,
    is_enabled: true,
    key_usage: 'ENCRYPT_DECRYPT',
  },
  immutable: ['customer_master_key_spec', 'key_usage', 'multi_region', 'custom_key_store_id', 'xks_key_id'],
});
