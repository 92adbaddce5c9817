import { shell } from '../../modules/values/shell-quoted.js';
import { type Look, single } from '../attachments.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const queuePolicy = single({
  what: 'policy',
  ask: 'sqs:GetQueueAttributes',
  input: ({ url, id }) => ({ QueueUrl: url ?? id, AttributeNames: ['Policy'] }),
  declaredBy: ['aws_sqs_queue_policy', 'queue_url'],
  there: ({ Attributes }) => Attributes?.Policy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ url, id }) => shell`aws sqs set-queue-attributes --queue-url ${url ?? id} --attributes Policy=`,
});

/** Functions that take messages out of a queue. */
const consumers: Look = {
  what: 'consuming functions',
  asks: ['lambda:ListEventSourceMappings'],
  find: async ({ values: { arn } }, { ask, ours }) => {
    const answer = await ask('lambda:ListEventSourceMappings', { EventSourceArn: arn });
    const mappings: { UUID: string; FunctionArn: string }[] = answer?.EventSourceMappings ?? [];
    return mappings
      .filter(({ UUID }) => !ours.has('aws_lambda_event_source_mapping', { uuid: UUID }))
      .map(({ UUID, FunctionArn }) => ({
        what: 'event source mapping',
        name: FunctionArn.slice(FunctionArn.lastIndexOf(':') + 1),
        severity: 'high',
        says: 'takes messages out of the queue',
        remove: shell`aws lambda delete-event-source-mapping --uuid ${UUID}`,
      }));
  },
};

/** What is known of `aws_sqs_queue`. */
export default resource({
  type: 'aws_sqs_queue',
  beside: [queuePolicy, consumers],
  find: async ({ values }, calls) => {
    if (!values.name) return [];
    const found = await calls.ask('sqs:GetQueueUrl', { QueueName: values.name }, { region: values.region });
    return found?.QueueUrl ? [found.QueueUrl] : [];
  },
});
