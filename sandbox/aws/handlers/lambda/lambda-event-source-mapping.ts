import { type ApiObject, type Attributes, handler } from '../contract.js';

const ONLY_QUEUES = 'The emulator feeds functions from queues and streams; its mappings do not keep this.';

/** Arguments that change a mapping in place. */
const CHANGEABLE = [
  ...['batch_size', 'bisect_batch_on_function_error', 'destination_config', 'enabled', 'filter_criteria'],
  ...['function_name', 'function_response_types', 'maximum_batching_window_in_seconds'],
  ...['maximum_record_age_in_seconds', 'maximum_retry_attempts', 'parallelization_factor', 'scaling_config'],
];

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export default handler({
  type: 'aws_lambda_event_source_mapping',
  service: 'lambda',
  created: { id: 'UUID' },
  key: { UUID: '{id}' },
  create: { call: 'CreateEventSourceMapping' },
  read: {
    call: 'GetEventSourceMapping',
    set: (mapping, state) => ({
      function_name: mapping.FunctionArn,
      destination_config: mapping.DestinationConfig?.OnFailure?.Destination ? undefined : [],
      filter_criteria: mapping.FilterCriteria?.Filters?.length ? undefined : [],
      enabled: mapping.State?.startsWith('Enabl') ?? true,
      // It tells of the last run, not of the mapping: every batch would look like a change from outside.
      last_processing_result: state.last_processing_result ?? mapping.LastProcessingResult ?? null,
    }),
  },
  update: [{ call: 'UpdateEventSourceMapping', input: (state, { changed }) => emptied(state, changed) }],
  delete: { call: 'DeleteEventSourceMapping' },
  names: {
    arn: 'EventSourceMappingArn',
    last_processing_result: null,
    'destination_config.on_failure.destination_arn': 'Destination',
  },
  defaults: { enabled: true },
  immutable: ['event_source_arn'],
  local: ['use_resource_timeout_for_propagation'],
  optionalComputed: ['batch_size', 'starting_position'],
  recomputed: { function_arn: ['function_name'], last_modified: CHANGEABLE, state: ['enabled'] },
  equal: { function_name: (left, right) => functionName(left) === functionName(right) },
  ready: { State: ['Enabled', 'Disabled'] },
  failed: { State: 'Failed' },
  retryOn: ['does not have permissions to call', 'cannot be assumed by Lambda'],
  recordedAttributes: {
    amazon_managed_kafka_event_source_config: ONLY_QUEUES,
    document_db_event_source_config: ONLY_QUEUES,
    kms_key_arn: 'The emulator encrypts no filters.',
    metrics_config: 'The emulator has no metrics of mappings.',
    provisioned_poller_config: ONLY_QUEUES,
    queues: ONLY_QUEUES,
    self_managed_event_source: ONLY_QUEUES,
    self_managed_kafka_event_source_config: ONLY_QUEUES,
    source_access_configuration: ONLY_QUEUES,
    starting_position_timestamp: ONLY_QUEUES,
    topics: ONLY_QUEUES,
    tumbling_window_in_seconds: ONLY_QUEUES,
  },
});

/** What the API takes for an argument that is no longer there. */
const EMPTY: Readonly<Record<string, ApiObject>> = {
  bisect_batch_on_function_error: { BisectBatchOnFunctionError: false },
  destination_config: { DestinationConfig: { OnFailure: {} } },
  filter_criteria: { FilterCriteria: { Filters: [] } },
  function_response_types: { FunctionResponseTypes: [] },
  maximum_batching_window_in_seconds: { MaximumBatchingWindowInSeconds: 0 },
  scaling_config: { ScalingConfig: {} },
};

function emptied(state: Attributes, changed: ReadonlySet<string>): ApiObject {
  const isAbsent = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);
  const gone = Object.entries(EMPTY).filter(([name]) => changed.has(name) && isAbsent(state[name]));
  return Object.assign({}, ...gone.map(([, members]) => members));
}

/** A function may be named by its name or by its ARN, either with a qualifier. */
function functionName(reference: string): string {
  return reference.replace(/^arn:[^:]+:lambda:[^:]+:\d+:function:/, '');
}
