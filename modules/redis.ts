import { ElasticacheParameterGroup } from '@cdktn/provider-aws/lib/elasticache-parameter-group/index.js';
import { ElasticacheReplicationGroup } from '@cdktn/provider-aws/lib/elasticache-replication-group/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { LogGroup } from './log-group.js';
import { RedisUsers } from './redis-users.js';
import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** What a {@link Redis} is made from. */
export interface RedisProps {
  readonly name: string;
  readonly description: string;
  readonly engine: 'valkey' | 'redis';
  /** Major.minor. */
  readonly version: string;
  readonly nodeType: string;
  /** Primary and replicas together; with two or more it fails over by itself, across zones. */
  readonly nodes: number;
  /** 1 to 35 days. */
  readonly snapshotRetention: Duration;
  /** UTC, `hh:mm-hh:mm`. */
  readonly snapshotWindow: string;
  /** Take a last snapshot when it is deleted. */
  readonly finalSnapshot: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  /** Services that log in. */
  readonly services: readonly string[];
  readonly subnetGroupName: string;
  readonly securityGroupId: string;
  /** Encrypt nodes and snapshots; the log. */
  readonly keys: { readonly data: string; readonly logs: string };
  /** Starts the names of the log groups, such as `backlot-dev-redis-cache`. */
  readonly logPath: string;
  /** @default 90 days */
  readonly logRetention?: Duration;
}

/** Port of both engines. */
export const REDIS_PORT = 6379;

/**
 * ElastiCache for Valkey or Redis OSS: TLS required, encrypted, IAM logins, snapshots, logs in CloudWatch.
 *
 * @throws BacklotError `InvalidSnapshotRetention` when snapshots are not kept 1 to 35 days.
 */
export class Redis extends Construct {
  readonly replicationGroupId: string;
  readonly arn: string;
  readonly primaryEndpoint: string;
  readonly readerEndpoint: string;
  readonly users: RedisUsers;

  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id);
    this.users = new RedisUsers(this, 'users', { name: props.name, engine: props.engine, services: props.services });
    const groupId = boundedName(props.name, 40);
    const isHighlyAvailable = props.nodes > 1;
    const group = new ElasticacheReplicationGroup(this, 'Default', {
      replicationGroupId: groupId,
      description: props.description,
      engine: props.engine,
      engineVersion: props.version,
      nodeType: props.nodeType,
      numCacheClusters: props.nodes,
      port: REDIS_PORT,
      parameterGroupName: this.parameters(props),
      subnetGroupName: props.subnetGroupName,
      securityGroupIds: [props.securityGroupId],
      automaticFailoverEnabled: isHighlyAvailable,
      multiAzEnabled: isHighlyAvailable,
      // The binding has these two as text.
      atRestEncryptionEnabled: 'true',
      autoMinorVersionUpgrade: 'true',
      kmsKeyId: props.keys.data,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      userGroupIds: [this.users.groupId],
      snapshotRetentionLimit: snapshotDays(props),
      snapshotWindow: props.snapshotWindow,
      finalSnapshotIdentifier: props.finalSnapshot ? `${groupId}-final` : undefined,
      applyImmediately: false,
      logDeliveryConfiguration: this.logs(props),
    });
    this.replicationGroupId = group.replicationGroupId;
    this.arn = group.arn;
    this.primaryEndpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
  }

  private parameters(props: RedisProps): string {
    const major = props.version.split('.')[0] ?? props.version;
    return new ElasticacheParameterGroup(this, 'parameters', {
      name: `${props.name}-${props.engine}${major}`,
      family: `${props.engine}${major}`,
      description: `Parameters of ${props.name}`,
      parameter: Object.entries(props.parameters).map(([name, value]) => ({ name, value })),
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private logs(props: RedisProps) {
    return ['slow-log', 'engine-log'].map((logType) => ({
      logType,
      logFormat: 'json',
      destinationType: 'cloudwatch-logs',
      destination: new LogGroup(this, logType, {
        name: `${props.logPath}/${logType}`,
        keyArn: props.keys.logs,
        retention: props.logRetention ?? Duration.days(90),
      }).name,
    }));
  }
}

function snapshotDays(props: RedisProps): number {
  const days = props.snapshotRetention.toDays();
  if (days >= 1 && days <= 35) return days;
  throw new BacklotError({
    code: 'InvalidSnapshotRetention',
    message: `cache '${props.name}': snapshots are kept 1d to 35d, not ${props.snapshotRetention}`,
    exitCode: 3,
  });
}
