import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudwatch_event_target`. */
export default resource({
  type: 'aws_cloudwatch_event_target',
  beside: nothing(ATTACHED_ITSELF),
  find: listed({
    ask: 'eventbridge:ListTargetsByRule',
    by: { Rule: '{rule}' },
    at: 'Targets',
    same: { Id: 'target_id' },
    id: '{event_bus_name}/{rule}/{Id}',
  }),
  hangs: true,
});
