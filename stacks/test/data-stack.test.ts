import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const { data } = synthesize(fullEnvironment()) as { data: SynthesizedStack };

function dataWith(section: Record<string, unknown>, changes: Record<string, unknown> = {}): SynthesizedStack {
  const services = { api: { needs: ['main'] } };
  return synthesize(fullEnvironment({ cluster: undefined, services, data: section, ...changes }))
    .data as SynthesizedStack;
}

const primary = () => data.one('aws_db_instance', { identifier: 'backlot-prod-main' });

describe('data stack', () => {
  it('keeps databases private, encrypted, in two zones and recoverable to a point in time', () => {
    expect(primary()).toMatchObject({
      engine: 'postgres',
      publicly_accessible: false,
      storage_encrypted: true,
      storage_type: 'gp3',
      max_allocated_storage: 500,
      multi_az: true,
      backup_retention_period: 14,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'backlot-prod-main-final',
      copy_tags_to_snapshot: true,
      auto_minor_version_upgrade: true,
      performance_insights_retention_period: 62,
      monitoring_interval: 60,
      iam_database_authentication_enabled: true,
    });
    expect(primary().kms_key_id).toContain('data-key');
  });

  it('has no password of a database or cache anywhere', () => {
    expect(primary()).toMatchObject({ manage_master_user_password: true });
    expect(primary().master_user_secret_kms_key_id).toContain('secrets-key');
    const written = JSON.stringify(data.json.resource);
    expect(written).not.toMatch(/"(password|passwords|auth_token)"/);
  });

  it('enforces TLS and logs connections, whatever else is set', () => {
    const stack = dataWith({ postgres: { main: { parameters: { work_mem: '65536', max_connections: '400' } } } });
    const group = stack.one('aws_db_parameter_group');
    const parameters = new Map(group.parameter.map((each: Block) => [each.name, each]));
    expect(parameters.get('rds.force_ssl')).toMatchObject({ value: '1' });
    expect(parameters.get('log_connections')).toMatchObject({ value: '1' });
    expect(parameters.get('work_mem')).toMatchObject({ value: '65536', apply_method: 'immediate' });
    expect(parameters.get('max_connections')).toMatchObject({ value: '400', apply_method: 'pending-reboot' });
    expect(group.family).toBe('postgres17');
  });

  it('refuses to switch TLS off', () => {
    expect(() => dataWith({ postgres: { main: { parameters: { 'rds.force_ssl': '0' } } } })).toThrow(
      expect.objectContaining({ code: 'ProtectedParameter', message: expect.stringContaining("'rds.force_ssl'") }),
    );
  });

  it('does not grow storage whose limit is its size', () => {
    const stack = dataWith({ postgres: { main: { storageGiB: { initial: 200, max: 200 } } } });
    expect(stack.one('aws_db_instance')).not.toHaveProperty('max_allocated_storage');
  });

  it('makes the log groups before the instances, encrypted', () => {
    expect(primary().depends_on).toHaveLength(2);
    const logs = data.all('aws_cloudwatch_log_group').map(({ name }) => name);
    expect(logs).toContain('/aws/rds/instance/backlot-prod-main/postgresql');
    for (const { kms_key_id } of data.all('aws_cloudwatch_log_group')) expect(kms_key_id).toContain('logs-key');
  });

  it('adds the declared number of read replicas', () => {
    const replicas = data.all('aws_db_instance').filter(({ replicate_source_db }) => replicate_source_db);
    expect(replicas.map(({ identifier }) => identifier)).toEqual([
      'backlot-prod-main-replica-1',
      'backlot-prod-main-replica-2',
    ]);
    for (const replica of replicas) expect(replica).not.toHaveProperty('username');
  });

  it('pools connections through a proxy that takes IAM logins over TLS, of the users that need the database', () => {
    const proxy = data.one('aws_db_proxy');
    expect(proxy).toMatchObject({ require_tls: true, default_auth_scheme: 'IAM_AUTH' });
    expect(proxy.auth[0]).toMatchObject({ auth_scheme: 'SECRETS', iam_auth: 'REQUIRED' });
    const { policy } = data.startingWith('aws_iam_role_policy', 'proxy-main');
    const { ConnectApi, ConnectDataProcessor, SecretFirstUser } = SynthesizedStack.statements(policy);
    expect(ConnectApi?.Resource).toMatch(/dbuser:\$\{aws_db_instance.postgres-main.resource_id\}\/api$/);
    expect(ConnectDataProcessor?.Resource).toMatch(/\/data_processor$/);
    expect(SecretFirstUser?.Resource).toContain('master_user_secret');
  });

  it('opens data stores to workloads and their proxy alone', () => {
    for (const rule of data.all('aws_vpc_security_group_ingress_rule')) {
      expect(rule).not.toHaveProperty('cidr_ipv4');
      expect(rule.referenced_security_group_id).toMatch(/workloads|access-proxy-main/);
    }
    expect(data.all('aws_vpc_security_group_egress_rule')).toHaveLength(1);
  });

  it('keeps caches encrypted on disk and on the wire, and fails over when there is somewhere to go', () => {
    const cache = data.one('aws_elasticache_replication_group', { replication_group_id: 'backlot-prod-cache' });
    expect(cache).toMatchObject({
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
      at_rest_encryption_enabled: 'true',
      num_cache_clusters: 3,
      multi_az_enabled: true,
      automatic_failover_enabled: true,
      snapshot_retention_limit: 7,
    });
    const single = data.one('aws_elasticache_replication_group', { replication_group_id: 'backlot-prod-sessions' });
    expect(single).toMatchObject({ multi_az_enabled: false, automatic_failover_enabled: false });
    expect(cache.log_delivery_configuration.map((log: Block) => log.log_type)).toEqual(['slow-log', 'engine-log']);
  });

  it('has a cache user with IAM for each service that needs the cache, and for no other', () => {
    const users = data.all('aws_elasticache_user');
    expect(users.map(({ user_id }) => user_id).sort()).toEqual([
      'backlot-prod-cache-api',
      'backlot-prod-cache-data-processor',
      'backlot-prod-sessions-data-processor',
      'backlot-prod-sessions-default',
    ]);
    for (const user of users.filter(({ user_name }) => user_name !== 'default')) {
      expect(user.authentication_mode).toEqual({ type: 'iam' });
      expect(user.user_name).toBe(user.user_id);
    }
  });

  it('switches the default user off where the engine insists on one', () => {
    const locked = data.one('aws_elasticache_user', { user_name: 'default' });
    expect(locked).toMatchObject({ access_string: 'off ~keys* -@all', engine: 'redis' });
    const group = data.one('aws_elasticache_user_group', { engine: 'valkey' });
    expect(group.user_ids.join()).not.toContain('default');
  });

  it('says where stores are and as whom services log in', () => {
    expect(data.json.output.postgres_main_replica_endpoints.value).toHaveLength(2);
    expect(data.json.output.postgres_main_user_names.value).toEqual({ api: 'api', 'data-processor': 'data_processor' });
    expect(data.json.output.redis_cache_user_names.value).toEqual({
      api: 'backlot-prod-cache-api',
      'data-processor': 'backlot-prod-cache-data-processor',
    });
    expect(data.json.output).toHaveProperty('redis_cache_replication_group_id');
  });

  it('leaves no snapshot behind in the sandbox, and can be destroyed there', () => {
    const section = { postgres: { main: { deletionProtection: false } }, redis: { cache: {} } };
    const stack = dataWith(section, { target: 'sandbox' });
    expect(stack.one('aws_db_instance')).toMatchObject({ skip_final_snapshot: true, deletion_protection: false });
    expect(stack.one('aws_elasticache_replication_group')).not.toHaveProperty('final_snapshot_identifier');
  });

  it.each([
    ['InvalidBackupRetention', { postgres: { main: { backupRetention: '36d' } } }],
    ['InvalidInsightsRetention', { postgres: { main: { performanceInsights: '30d' } } }],
    ['InvalidSnapshotRetention', { redis: { cache: { snapshotRetention: '60d' } } }],
  ])('throws %s for a period that AWS does not offer', (code, section) => {
    expect(() => dataWith({ postgres: { main: {} }, ...section })).toThrow(expect.objectContaining({ code }));
  });
});
