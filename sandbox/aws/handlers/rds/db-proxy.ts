import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html */
export default handler({
  type: 'aws_db_proxy',
  service: 'rds',
  id: '{name}',
  key: { DBProxyName: '{name}' },
  prefix: 'DBProxy',
  create: { call: 'CreateDBProxy' },
  read: { call: 'DescribeDBProxies', at: 'DBProxies.0' },
  update: [
    {
      call: 'ModifyDBProxy',
      send: ['auth', 'debug_logging', 'default_auth_scheme', 'idle_client_timeout', 'require_tls', 'role_arn'],
    },
    {
      call: 'ModifyDBProxy',
      send: 'none',
      when: ['vpc_security_group_ids'],
      input: { SecurityGroups: '{vpc_security_group_ids}' },
    },
  ],
  delete: { call: 'DeleteDBProxy' },
  defaults: { debug_logging: false, require_tls: false },
  // A new name changes the endpoint: everything that connects has to follow anyway.
  immutable: ['name'],
  ready: { Status: 'available' },
  failed: { Status: ['incompatible-network', 'insufficient-resource-limits'] },
});
