import { type ApiObject, type Attributes, handler } from '../contract.js';

/** One target of a rule. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export default handler({
  type: 'aws_cloudwatch_event_target',
  service: 'eventbridge',
  id: '{rule}-{target_id}',
  importId: '{event_bus_name}/{rule}/{target_id}',
  create: { call: 'PutTargets', send: 'none', input: put },
  read: {
    call: 'ListTargetsByRule',
    at: 'Targets[Id={target_id}]',
    input: { Rule: '{rule}', EventBusName: '{event_bus_name}' },
    only: [],
    set: (target) => ({
      target_id: target.Id,
      arn: target.Arn,
      role_arn: target.RoleArn ?? null,
      input: target.Input ?? null,
      input_path: target.InputPath ?? null,
    }),
  },
  update: [{ call: 'PutTargets', send: 'none', input: put, when: ['arn', 'role_arn', 'input', 'input_path'] }],
  delete: {
    call: 'RemoveTargets',
    input: { Rule: '{rule}', EventBusName: '{event_bus_name}', Ids: ['{target_id}'] },
  },
  immutable: ['rule', 'event_bus_name', 'target_id'],
  local: ['force_destroy'],
  defaults: { event_bus_name: 'default', force_destroy: false },
});

function put({ rule, event_bus_name, target_id, arn, role_arn, input, input_path }: Attributes): ApiObject {
  const members = { Id: target_id, Arn: arn, RoleArn: role_arn, Input: input, InputPath: input_path };
  const target = Object.fromEntries(Object.entries(members).filter(([, value]) => value ?? undefined));
  return { Rule: rule, EventBusName: event_bus_name ?? undefined, Targets: [target] };
}
