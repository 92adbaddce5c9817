import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export default handler({
  type: 'aws_cloudwatch_log_group',
  service: 'logs',
  id: '{name}',
  create: [
    {
      call: 'CreateLogGroup',
      send: ['deletion_protection_enabled', 'kms_key_id', 'log_group_class'],
      input: { logGroupName: '{name}' },
    },
    {
      call: 'PutRetentionPolicy',
      send: 'none',
      when: ['retention_in_days'],
      input: { logGroupName: '{name}', retentionInDays: '{retention_in_days}' },
    },
  ],
  read: {
    // The API finds by prefix: `/a` also finds `/a/b`.
    call: 'DescribeLogGroups',
    at: 'logGroups[logGroupName={id}]',
    input: { logGroupNamePrefix: '{id}' },
    set: (described) => ({
      name: described.logGroupName,
      arn: String(described.arn).replace(/:\*$/, ''),
      retention_in_days: described.retentionInDays ?? 0,
      kms_key_id: described.kmsKeyId ?? null,
    }),
  },
  update: [
    {
      when: ['retention_in_days'],
      run: async (state, { call }) => {
        const logGroupName = state.name;
        if (state.retention_in_days) {
          await call('PutRetentionPolicy', { logGroupName, retentionInDays: state.retention_in_days });
        } else await call('DeleteRetentionPolicy', { logGroupName });
      },
    },
    { when: ['kms_key_id'], run: async () => undefined },
  ],
  delete: {
    run: async (state, { call }) => {
      if (!state.skip_destroy) await call('DeleteLogGroup', { logGroupName: state.name });
    },
  },
  local: ['skip_destroy'],
  defaults: { retention_in_days: 0, skip_destroy: false, log_group_class: 'STANDARD' },
  immutable: ['name', 'name_prefix', 'log_group_class'],
  recordedAttributes: {
    deletion_protection_enabled: 'the emulator does not keep it',
    kms_key_id: 'the emulator takes it at creation and has neither AssociateKmsKey nor DisassociateKmsKey',
  },
});
