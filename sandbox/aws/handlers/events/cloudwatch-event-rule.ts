import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export default handler({
  type: 'aws_cloudwatch_event_rule',
  service: 'eventbridge',
  id: '{name}',
  create: {
    call: 'PutRule',
    send: ['name', 'description', 'event_pattern', 'schedule_expression', 'event_bus_name', 'role_arn', 'state'],
  },
  read: { call: 'DescribeRule', input: { Name: '{id}', EventBusName: '{event_bus_name}' } },
  update: [
    {
      call: 'PutRule',
      send: ['name', 'description', 'event_pattern', 'schedule_expression', 'event_bus_name', 'role_arn', 'state'],
      when: ['description', 'event_pattern', 'schedule_expression', 'role_arn', 'state'],
    },
  ],
  delete: { call: 'DeleteRule', input: { Name: '{id}', EventBusName: '{event_bus_name}' } },
  immutable: ['name', 'name_prefix', 'event_bus_name'],
  local: ['force_destroy'],
  defaults: { event_bus_name: 'default', state: 'ENABLED', force_destroy: false },
});
