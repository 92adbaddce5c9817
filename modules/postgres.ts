import { DbInstance, type DbInstanceConfig } from '@cdktn/provider-aws/lib/db-instance/index.js';
import { Construct } from 'constructs';
import { LogGroup } from './log-group.js';
import { insightsRetentionDays } from './performance-insights.js';
import { PostgresParameters } from './postgres-parameters.js';
import { resourcesIn } from './resources-in.js';
import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** What a {@link Postgres} is made from. */
export interface PostgresProps {
  /** Identifier of the instance; replicas add `-replica-<n>`. */
  readonly identifier: string;
  /** Major version, or major.minor to pin it. */
  readonly version: string;
  readonly instanceClass: string;
  /** GiB at creation, and up to which it grows by itself. */
  readonly storageGiB: { readonly initial: number; readonly max: number };
  readonly database: string;
  readonly multiAz: boolean;
  readonly readReplicas: number;
  /** Window of point-in-time recovery: 1 to 35 days. */
  readonly backupRetention: Duration;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  readonly performanceInsights: Duration;
  readonly deletionProtection: boolean;
  /** Take a last snapshot when it is deleted. */
  readonly finalSnapshot: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly subnetGroupName: string;
  readonly securityGroupId: string;
  /** Encrypt storage, samples and backups; the password; the log. */
  readonly keys: { readonly data: string; readonly secrets: string; readonly logs: string };
  /** Role with which RDS reports on the operating system. */
  readonly monitoringRoleArn: string;
  /** @default 90 days */
  readonly logRetention?: Duration;
}

/** Authority that signed the server certificates; one that renews them without a restart. */
const CERTIFICATE_AUTHORITY = 'rds-ca-rsa2048-g1';

/** Name of the first user. RDS makes, keeps and rotates its password in Secrets Manager: Terraform never sees it. */
const MASTER_USER = 'platform';

/**
 * RDS for PostgreSQL: encrypted, TLS only, IAM logins, point-in-time recovery, and its read replicas.
 *
 * @throws BacklotError `InvalidBackupRetention` when point-in-time recovery is not 1 to 35 days.
 */
export class Postgres extends Construct {
  readonly identifier: string;
  readonly arn: string;
  readonly endpoint: string;
  readonly port: number;
  /** `db-…`, what IAM logins name. */
  readonly resourceId: string;
  readonly replicaResourceIds: readonly string[];
  readonly replicaEndpoints: readonly string[];
  /** Secret of the first user. */
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const parameters = new PostgresParameters(this, 'parameters', {
      name: `${props.identifier}-postgres`,
      major: props.version.split('.')[0] ?? props.version,
      parameters: props.parameters,
    });
    const common = this.common(props, parameters.name);
    const primary = new DbInstance(this, 'Default', {
      ...common,
      identifier: props.identifier,
      engine: 'postgres',
      engineVersion: props.version,
      allocatedStorage: props.storageGiB.initial,
      storageEncrypted: true,
      kmsKeyId: props.keys.data,
      dbName: props.database,
      username: MASTER_USER,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: props.keys.secrets,
      multiAz: props.multiAz,
      dbSubnetGroupName: props.subnetGroupName,
      backupRetentionPeriod: recoveryDays(props),
      backupWindow: props.backupWindow,
      deleteAutomatedBackups: !props.finalSnapshot,
      skipFinalSnapshot: !props.finalSnapshot,
      finalSnapshotIdentifier: props.finalSnapshot ? `${props.identifier}-final` : undefined,
      dependsOn: resourcesIn(...this.logs(props.identifier, props)),
    });
    const replicas = Array.from({ length: props.readReplicas }, (_, index) => this.replica(props, primary, index));
    this.identifier = primary.identifier;
    this.arn = primary.arn;
    this.endpoint = primary.address;
    this.port = primary.port;
    this.resourceId = primary.resourceId;
    this.secretArn = primary.masterUserSecret.get(0).secretArn;
    this.replicaResourceIds = replicas.map((replica) => replica.resourceId);
    this.replicaEndpoints = replicas.map((replica) => replica.address);
  }

  /** Without a subnet group, version or key: a replica takes these from its source. */
  private replica(props: PostgresProps, primary: DbInstance, index: number): DbInstance {
    const identifier = `${props.identifier}-replica-${index + 1}`;
    return new DbInstance(this, `replica-${index + 1}`, {
      ...this.common(props, primary.parameterGroupName),
      identifier,
      replicateSourceDb: primary.identifier,
      // A copy is a copy: the standby belongs to the primary, and a replica can be made anew from it.
      multiAz: false,
      storageEncrypted: true,
      backupRetentionPeriod: 0,
      skipFinalSnapshot: true,
      // Its source is chosen when it is made: of one that is replaced it can't go on.
      lifecycle: { replaceTriggeredBy: [`aws_db_instance.${primary.friendlyUniqueId}.resource_id`] },
      dependsOn: resourcesIn(...this.logs(identifier, props)),
    });
  }

  private common(props: PostgresProps, parameterGroupName: string): DbInstanceConfig {
    return {
      instanceClass: props.instanceClass,
      storageType: 'gp3',
      // RDS takes no limit that leaves no room to grow.
      maxAllocatedStorage: props.storageGiB.max > props.storageGiB.initial ? props.storageGiB.max : undefined,
      parameterGroupName,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      iamDatabaseAuthenticationEnabled: true,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [props.securityGroupId],
      maintenanceWindow: props.maintenanceWindow,
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      deletionProtection: props.deletionProtection,
      monitoringInterval: Duration.minutes(1).toSeconds(),
      monitoringRoleArn: props.monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.keys.data,
      performanceInsightsRetentionPeriod: insightsRetentionDays(props.performanceInsights),
      enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
    };
  }

  /** Made before the instance, or RDS would make them unencrypted and for ever. */
  private logs(identifier: string, props: PostgresProps): LogGroup[] {
    return ['postgresql', 'upgrade'].map(
      (log) =>
        new LogGroup(this, `log-${identifier}-${log}`, {
          name: `/aws/rds/instance/${identifier}/${log}`,
          keyArn: props.keys.logs,
          retention: props.logRetention ?? Duration.days(90),
        }),
    );
  }
}

function recoveryDays(props: PostgresProps): number {
  const days = props.backupRetention.toDays();
  if (days >= 1 && days <= 35) return days;
  throw new BacklotError({
    code: 'InvalidBackupRetention',
    message: `database '${props.identifier}': point-in-time recovery reaches back 1d to 35d, not ${props.backupRetention}`,
    exitCode: 3,
  });
}
