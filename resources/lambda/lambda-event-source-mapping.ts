import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_lambda_event_source_mapping`. */
export default resource({
  type: 'aws_lambda_event_source_mapping',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { function_name: name, event_source_arn: source } = values;
    if (!name || !source) return [];
    const by = { FunctionName: name, EventSourceArn: source };
    const found = await calls.ask('lambda:ListEventSourceMappings', by);
    return (found?.EventSourceMappings ?? []).map(({ UUID }: { UUID: string }) => UUID);
  },
  hangs: true,
});
