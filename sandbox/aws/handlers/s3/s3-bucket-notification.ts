import { type ApiObject, type Attributes, handler } from '../contract.js';

/** Where events go: block, API's list, API's name of the receiver, attribute of the receiver. */
const RECEIVERS = [
  ['queue', 'QueueConfigurations', 'QueueArn', 'queue_arn'],
  ['topic', 'TopicConfigurations', 'TopicArn', 'topic_arn'],
  ['lambda_function', 'LambdaFunctionConfigurations', 'LambdaFunctionArn', 'lambda_function_arn'],
] as const;

const WRITE = {
  call: 'PutBucketNotificationConfiguration',
  send: 'none',
  input: (state: Attributes) => ({ Bucket: state.bucket, NotificationConfiguration: toConfiguration(state) }),
} as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
export default handler({
  type: 'aws_s3_bucket_notification',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: WRITE,
  read: {
    call: 'GetBucketNotificationConfiguration',
    only: [],
    set: (described, state) => ({ bucket: state.bucket ?? state.id, ...fromConfiguration(described) }),
  },
  update: [{ ...WRITE, when: ['eventbridge', 'lambda_function', 'queue', 'topic'] }],
  delete: {
    call: 'PutBucketNotificationConfiguration',
    send: 'none',
    input: { Bucket: '{bucket}', NotificationConfiguration: {} },
  },
  defaults: { eventbridge: false },
  immutable: ['bucket'],
});

function toConfiguration(state: Attributes): ApiObject {
  const lists = RECEIVERS.map(([block, list, receiver, attribute]) => [
    list,
    (state[block] ?? []).map((rule: Attributes) => ({
      Id: rule.id || undefined,
      [receiver]: rule[attribute],
      Events: rule.events,
      Filter: toFilter(rule),
    })),
  ]);
  return { ...Object.fromEntries(lists), EventBridgeConfiguration: state.eventbridge ? {} : undefined };
}

function toFilter({ filter_prefix: prefix, filter_suffix: suffix }: Attributes): ApiObject | undefined {
  const FilterRules = [
    ...(prefix ? [{ Name: 'prefix', Value: prefix }] : []),
    ...(suffix ? [{ Name: 'suffix', Value: suffix }] : []),
  ];
  return FilterRules.length > 0 ? { Key: { FilterRules } } : undefined;
}

function fromConfiguration(described: ApiObject): Attributes {
  const blocks = RECEIVERS.map(([block, list, receiver, attribute]) => [
    block,
    (described[list] ?? []).map((rule: ApiObject) => ({
      id: rule.Id ?? null,
      [attribute]: rule[receiver],
      events: rule.Events ?? [],
      filter_prefix: filterValue(rule, 'prefix'),
      filter_suffix: filterValue(rule, 'suffix'),
    })),
  ]);
  return { ...Object.fromEntries(blocks), eventbridge: described.EventBridgeConfiguration !== undefined };
}

/** S3 answers `Prefix` for what was sent as `prefix`. */
function filterValue(rule: ApiObject, name: string): string | null {
  const rules: ApiObject[] = rule.Filter?.Key?.FilterRules ?? [];
  return rules.find((each) => String(each.Name).toLowerCase() === name)?.Value ?? null;
}
