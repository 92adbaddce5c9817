import { shell } from '../../modules/values/shell-quoted.js';
import { keeping, type Look } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';
import { arnVerdict } from '../stranger.js';

/** Targets that a rule of ours calls. */
const ruleTargets: Look = {
  what: 'targets',
  asks: ['eventbridge:ListTargetsByRule'],
  find: async ({ values: { name: rule, event_bus_name: bus } }, { ask, ours, accountId }) => {
    const input = { Rule: rule, ...(bus && bus !== 'default' ? { EventBusName: bus } : {}) };
    const targets: { Id: string; Arn: string }[] = (await ask('eventbridge:ListTargetsByRule', input))?.Targets ?? [];
    return targets
      .filter(({ Id }) => !ours.has('aws_cloudwatch_event_target', { rule, target_id: Id }))
      .map(({ Id, Arn }) => ({
        what: 'target',
        name: `${Id} ${Arn}`,
        ...arnVerdict(Arn, accountId, 'gets every event of the rule'),
        remove: shell`aws events remove-targets --rule ${rule} ${input.EventBusName ? ['--event-bus-name', bus] : []} --ids ${Id}`,
      }));
  },
};

/** What is known of `aws_cloudwatch_event_rule`. */
export default resource({
  type: 'aws_cloudwatch_event_rule',
  // DeleteRule refuses while it has targets.
  beside: [keeping(ruleTargets)],
  find: named({ ask: 'eventbridge:DescribeRule', by: { Name: '{name}' }, id: '{name}' }),
});
