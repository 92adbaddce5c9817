import type { Attributes } from '../contract.js';

/** SQS keeps a queue's settings as strings under its own names; this is the pair for each of Terraform's. */
const MEMBERS = {
  content_based_deduplication: 'ContentBasedDeduplication',
  deduplication_scope: 'DeduplicationScope',
  delay_seconds: 'DelaySeconds',
  fifo_queue: 'FifoQueue',
  fifo_throughput_limit: 'FifoThroughputLimit',
  kms_data_key_reuse_period_seconds: 'KmsDataKeyReusePeriodSeconds',
  kms_master_key_id: 'KmsMasterKeyId',
  max_message_size: 'MaximumMessageSize',
  message_retention_seconds: 'MessageRetentionPeriod',
  policy: 'Policy',
  receive_wait_time_seconds: 'ReceiveMessageWaitTimeSeconds',
  redrive_allow_policy: 'RedriveAllowPolicy',
  redrive_policy: 'RedrivePolicy',
  sqs_managed_sse_enabled: 'SqsManagedSseEnabled',
  visibility_timeout_seconds: 'VisibilityTimeout',
} as const;

const FLAGS = new Set(['content_based_deduplication', 'fifo_queue', 'sqs_managed_sse_enabled']);
const TEXTS = new Set([
  'deduplication_scope',
  'fifo_throughput_limit',
  'kms_master_key_id',
  'policy',
  'redrive_allow_policy',
  'redrive_policy',
]);

/** Terraform's names of every setting. */
export const settings: readonly string[] = Object.keys(MEMBERS);

/**
 * The settings as SQS takes them.
 *
 * @param only leaves the others out. @default every one that is set
 */
export function toQueueAttributes(state: Attributes, only?: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(MEMBERS)
      .filter(([name]) =>
        only ? only.has(name) : state[name] !== null && state[name] !== undefined && state[name] !== '',
      )
      // SQS refuses the flag on a standard queue, also when it is false.
      .filter(([name]) => state.fifo_queue || !['fifo_queue', 'content_based_deduplication'].includes(name))
      .map(([name, member]) => [member, String(state[name] ?? '')]),
  );
}

/** The settings as Terraform knows them; a setting that SQS does not name is off or empty. */
export function fromQueueAttributes(attributes: Readonly<Record<string, string>>): Attributes {
  return Object.fromEntries(
    Object.entries(MEMBERS).map(([name, member]) => {
      const value = attributes[member];
      if (FLAGS.has(name)) return [name, value === 'true'];
      if (TEXTS.has(name)) return [name, value ?? null];
      return [name, value === undefined ? undefined : Number(value)];
    }),
  );
}
