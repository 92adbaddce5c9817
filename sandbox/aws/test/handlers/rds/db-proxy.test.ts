import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';
import { DEFAULT_SUBNETS } from '../default-subnets.js';

const proxy = (arguments_: object, pool: object) => ({
  aws_db_proxy: {
    proxy: {
      name: 'movies',
      engine_family: 'POSTGRESQL',
      role_arn: 'arn:aws:iam::210987654321:role/movies-proxy',
      require_tls: true,
      default_auth_scheme: 'IAM_AUTH',
      auth: [
        {
          auth_scheme: 'SECRETS',
          iam_auth: 'REQUIRED',
          description: 'First user',
          secret_arn: 'arn:aws:secretsmanager:eu-central-1:210987654321:secret:first-a1b2c3',
        },
      ],
      vpc_subnet_ids: DEFAULT_SUBNETS,
      vpc_security_group_ids: ['sg-1'],
      ...arguments_,
    },
  },
  aws_db_proxy_default_target_group: {
    group: { db_proxy_name: '${aws_db_proxy.proxy.name}', connection_pool_config: [pool] },
  },
  aws_db_proxy_target: {
    database: {
      db_proxy_name: '${aws_db_proxy.proxy.name}',
      target_group_name: '${aws_db_proxy_default_target_group.group.name}',
      db_instance_identifier: 'movies',
    },
  },
});

describe('a proxy before a database', () => {
  let cloud: TestCloud;

  beforeAll(async () => {
    cloud = await TestCloud.start();
    await cloud.call('rds', 'CreateDBInstance', {
      DBInstanceIdentifier: 'movies',
      Engine: 'postgres',
      DBInstanceClass: 'db.t4g.micro',
      AllocatedStorage: 20,
      MasterUsername: 'first',
      ManageMasterUserPassword: true,
    });
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: proxy({ idle_client_timeout: 1800 }, { max_connections_percent: 90, max_idle_connections_percent: 50 }),
    created: async () => {
      const { DBProxies } = await cloud.call('rds', 'DescribeDBProxies', { DBProxyName: 'movies' });
      expect(DBProxies[0]).toMatchObject({ RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH', IdleClientTimeout: 1800 });
      expect((await cloud.attributes('aws_db_proxy_target.database')).id).toBe('movies/default/RDS_INSTANCE/movies');
    },
    changed: proxy(
      { idle_client_timeout: 900, debug_logging: true, vpc_security_group_ids: ['sg-1', 'sg-2'] },
      { max_connections_percent: 80, connection_borrow_timeout: 30 },
    ),
    changes: ['update aws_db_proxy.proxy', 'update aws_db_proxy_default_target_group.group'],
    meddle: async () => {
      await cloud.call('rds', 'ModifyDBProxy', { DBProxyName: 'movies', RequireTLS: false });
      const group = { DBProxyName: 'movies', TargetGroupName: 'default' };
      await cloud.call('rds', 'ModifyDBProxyTargetGroup', {
        ...group,
        ConnectionPoolConfig: { MaxConnectionsPercent: 60 },
      });
      await cloud.call('rds', 'DeregisterDBProxyTargets', { ...group, DBInstanceIdentifiers: ['movies'] });
    },
    drift: {
      'aws_db_proxy.proxy': ['require_tls'],
      'aws_db_proxy_default_target_group.group': ['connection_pool_config'],
      'aws_db_proxy_target.database': [],
    },
    imports: async () => ({
      'aws_db_proxy.proxy': 'movies',
      'aws_db_proxy_default_target_group.group': 'movies',
      'aws_db_proxy_target.database': 'movies/default/RDS_INSTANCE/movies',
    }),
    destroyed: async () => {
      const { DBProxies } = await cloud.call('rds', 'DescribeDBProxies', {});
      expect(DBProxies ?? []).toEqual([]);
    },
  });
});
