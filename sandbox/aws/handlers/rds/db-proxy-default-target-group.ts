import { handler } from '../contract.js';

/** Each proxy has this group from the start: it is taken over, and left as it is in the end. */
export default handler({
  type: 'aws_db_proxy_default_target_group',
  service: 'rds',
  id: '{db_proxy_name}',
  key: { DBProxyName: '{db_proxy_name}' },
  prefix: 'TargetGroup',
  create: {
    call: 'ModifyDBProxyTargetGroup',
    send: ['connection_pool_config'],
    input: { DBProxyName: '{db_proxy_name}', TargetGroupName: 'default' },
  },
  read: { call: 'DescribeDBProxyTargetGroups', at: 'TargetGroups[TargetGroupName=default]' },
  update: [
    { call: 'ModifyDBProxyTargetGroup', send: ['connection_pool_config'], input: { TargetGroupName: 'default' } },
  ],
  delete: [],
  immutable: ['db_proxy_name'],
  optionalComputed: ['connection_pool_config'],
  defaults: {
    'connection_pool_config.connection_borrow_timeout': 120,
    'connection_pool_config.max_connections_percent': 100,
    'connection_pool_config.max_idle_connections_percent': 50,
  },
});
