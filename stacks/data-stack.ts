import { DbSubnetGroup } from '@cdktn/provider-aws/lib/db-subnet-group/index.js';
import { ElasticacheSubnetGroup } from '@cdktn/provider-aws/lib/elasticache-subnet-group/index.js';
import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import { type Environment, firstName } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { boundedName } from '../modules/bounded-name.js';
import { ConnectionProxy } from '../modules/connection-proxy.js';
import { postgresUser } from '../modules/grants/postgres.js';
import { Postgres } from '../modules/postgres.js';
import { REDIS_PORT, Redis } from '../modules/redis.js';
import { ServiceRole } from '../modules/service-role.js';
import { Duration } from '../modules/values/duration.js';
import { WorkloadAccess } from '../modules/workload-access.js';
import { databaseIdentifier } from './database-identifier.js';
import type { FoundationStack } from './foundation-stack.js';
import { servicesThatNeed } from './need.js';
import type { NetworkStack } from './network-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link DataStack} is made from. */
export interface DataStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
}

type Data = NonNullable<Environment['data']>;

/** A database as other stacks see it. */
export interface PostgresReference {
  readonly identifier: string;
  readonly arn: string;
  /** Host name of the primary. */
  readonly endpoint: string;
  readonly port: number;
  /** Secret of the first user; services log in with IAM instead. */
  readonly secretArn: string;
  /** `db-…`, what IAM logins name. */
  readonly resourceId: string;
  /** Those of the replicas and the proxy, too. */
  readonly loginResourceIds: readonly string[];
  readonly replicaEndpoints: readonly string[];
  /** Host name of the proxy, where the environment has one. */
  readonly proxyEndpoint?: string;
}

/** A cache as other stacks see it. */
export interface RedisReference {
  readonly replicationGroupId: string;
  readonly arn: string;
  readonly primaryEndpoint: string;
  readonly readerEndpoint: string;
  /** ARN of each service's user, by service. */
  readonly userArns: Readonly<Record<string, string>>;
}

/** Databases and caches in the isolated subnets; only workloads reach them. */
export class DataStack extends PlatformStack {
  readonly postgres: Readonly<Record<string, PostgresReference>>;
  readonly redis: Readonly<Record<string, RedisReference>>;
  private readonly foundation: FoundationStack;
  private readonly network: NetworkStack;
  private readonly location: AwsLocation;
  /** Whether what is destroyed leaves a snapshot; in the sandbox it would outlive the environment. */
  private readonly finalSnapshot: boolean;

  constructor(scope: Construct, props: DataStackProps) {
    super(scope, 'data', props);
    const { environment } = props;
    this.foundation = props.foundation;
    this.network = props.network;
    this.location = new AwsLocation(environment.aws.accountId, environment.aws.region);
    this.finalSnapshot = environment.target === 'aws';
    const data = section(environment, 'data');
    this.postgres = this.databases(data.postgres);
    this.redis = this.caches(data.redis);
  }

  private databases(declared: Data['postgres']): Record<string, PostgresReference> {
    const names = Object.keys(declared);
    if (names.length === 0) return {};
    const subnetGroupName = new DbSubnetGroup(this, 'database-subnets', {
      name: this.names.of('databases'),
      description: 'Isolated subnets',
      subnetIds: this.network.dataSubnetIds,
    }).name;
    const monitoringRoleArn = new ServiceRole(this, 'database-monitoring', {
      name: boundedName(this.names.of('rds-monitoring'), 64),
      description: 'Operating system metrics of databases',
      service: 'monitoring.rds',
      location: this.location,
      managedPolicies: ['service-role/AmazonRDSEnhancedMonitoringRole'],
    }).arn;
    return Object.fromEntries(
      Object.entries(declared).map(([name, database]) => [
        name,
        this.database(name, database, { subnetGroupName, monitoringRoleArn }),
      ]),
    );
  }

  private database(
    name: string,
    declared: Data['postgres'][string],
    shared: { readonly subnetGroupName: string; readonly monitoringRoleArn: string },
  ): PostgresReference {
    const identifier = databaseIdentifier(this.environment, name);
    const first = firstName(name, declared);
    const access = this.access(`postgres-${first}`, 5432);
    const database = new Postgres(this, `postgres-${first}`, {
      ...declared,
      ...shared,
      identifier,
      backupRetention: Duration.parse(declared.backupRetention),
      performanceInsights: Duration.parse(declared.performanceInsights),
      finalSnapshot: this.finalSnapshot,
      securityGroupId: access.securityGroupId,
      keys: {
        data: this.foundation.keys.data.arn,
        secrets: this.foundation.keys.secrets.arn,
        logs: this.foundation.keys.logs.arn,
      },
    });
    const proxy = declared.proxy ? this.proxy(name, identifier, database, access) : undefined;
    this.output(`postgres_${name}`, {
      identifier,
      endpoint: database.endpoint,
      replica_endpoints: database.replicaEndpoints,
      user_names: Object.fromEntries(
        servicesThatNeed(this.environment, name).map((service) => [service, postgresUser(service)]),
      ),
      secret_arn: database.secretArn,
      ...(proxy && { proxy_endpoint: proxy.endpoint }),
    });
    return {
      identifier: database.identifier,
      arn: database.arn,
      endpoint: database.endpoint,
      port: database.port,
      secretArn: database.secretArn,
      resourceId: database.resourceId,
      loginResourceIds: [database.resourceId, ...database.replicaResourceIds, ...(proxy ? [proxy.resourceId] : [])],
      replicaEndpoints: database.replicaEndpoints,
      proxyEndpoint: proxy?.endpoint,
    };
  }

  /** The proxy gets a group of its own, so that the database can tell its connections from direct ones. */
  private proxy(name: string, identifier: string, database: Postgres, databaseAccess: WorkloadAccess): ConnectionProxy {
    const first = firstName(name, this.environment.data?.postgres[name]);
    const access = this.access(`proxy-${first}`, 5432);
    access.connectTo(databaseAccess);
    return new ConnectionProxy(this, `proxy-${first}`, {
      name: identifier,
      location: this.location,
      database,
      users: servicesThatNeed(this.environment, name).map(postgresUser),
      subnetIds: this.network.dataSubnetIds,
      securityGroupId: access.securityGroupId,
      secretKeyArn: this.foundation.keys.secrets.arn,
    });
  }

  private caches(declared: Data['redis']): Record<string, RedisReference> {
    const names = Object.keys(declared);
    if (names.length === 0) return {};
    const subnetGroupName = new ElasticacheSubnetGroup(this, 'cache-subnets', {
      name: this.names.of('caches'),
      description: 'Isolated subnets',
      subnetIds: this.network.dataSubnetIds,
    }).name;
    return Object.fromEntries(
      Object.entries(declared).map(([name, cache]) => [name, this.cache(name, cache, subnetGroupName)]),
    );
  }

  private cache(name: string, declared: Data['redis'][string], subnetGroupName: string): RedisReference {
    const first = firstName(name, declared);
    const cache = new Redis(this, `redis-${first}`, {
      ...declared,
      name: this.names.of(first),
      description: `Cache ${first} of ${this.environment.id}`,
      snapshotRetention: Duration.parse(declared.snapshotRetention),
      finalSnapshot: this.finalSnapshot,
      services: servicesThatNeed(this.environment, name),
      subnetGroupName,
      securityGroupId: this.access(`redis-${first}`, REDIS_PORT).securityGroupId,
      keys: { data: this.foundation.keys.data.arn, logs: this.foundation.keys.logs.arn },
      logPath: this.names.of('redis', first),
    });
    this.output(`redis_${name}`, {
      replication_group_id: cache.replicationGroupId,
      primary_endpoint: cache.primaryEndpoint,
      reader_endpoint: cache.readerEndpoint,
      user_names: cache.users.userNames,
    });
    return {
      replicationGroupId: cache.replicationGroupId,
      arn: cache.arn,
      primaryEndpoint: cache.primaryEndpoint,
      readerEndpoint: cache.readerEndpoint,
      userArns: cache.users.userArns,
    };
  }

  private access(name: string, port: number): WorkloadAccess {
    return new WorkloadAccess(this, `access-${name}`, {
      name: this.names.of(name),
      vpcId: this.network.vpcId,
      port,
      workloadSecurityGroupId: this.network.workloadSecurityGroupId,
    });
  }

  private output(prefix: string, values: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(values)) {
      new TerraformOutput(this, `${prefix.replaceAll('-', '_')}_${key}`, { value });
    }
  }
}

/** The stack of data stores, where the environment has some. */
export const data: StackDefinition = {
  id: 'data',
  description: 'PostgreSQL on RDS with replicas and proxy; Valkey or Redis on ElastiCache',
  dependsOn: ['foundation', 'network'],
  enabled: (environment) => environment.data !== undefined,
  build: (app, environment, upstream) =>
    new DataStack(app, {
      environment,
      foundation: upstream.get<FoundationStack>('foundation'),
      network: upstream.get<NetworkStack>('network'),
    }),
};
