import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { BackupPlan } from '../modules/backup-plan.js';
import { BackupVault } from '../modules/backup-vault.js';
import { EncryptionKey } from '../modules/encryption-key.js';
import { ServiceRole } from '../modules/service-role.js';
import { BacklotError } from '../modules/values/backlot-error.js';
import { Duration } from '../modules/values/duration.js';
import type { DataStack } from './data-stack.js';
import type { FoundationStack } from './foundation-stack.js';
import type { MediaStack } from './media-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link BackupStack} is made from. */
export interface BackupStackProps extends PlatformStackProps {
  readonly backup: NonNullable<Environment['backup']>;
  readonly foundation: FoundationStack;
  /** @default no databases to take */
  readonly data?: DataStack;
  /** @default no buckets to take */
  readonly media?: MediaStack;
}

/** Resources with this tag, whose value is the name of a plan, are taken by it too. */
const PLAN_TAG = 'backlot:backup';

/** The vault, the plans and what they take, with copies in another region where asked. */
export class BackupStack extends PlatformStack {
  readonly vaultName: string;
  readonly vaultArn: string;
  private readonly location: AwsLocation;

  constructor(
    scope: Construct,
    private readonly props: BackupStackProps,
  ) {
    super(scope, 'backup', props);
    const { aws } = props.environment;
    this.location = new AwsLocation(aws.accountId, aws.region);
    const vault = this.addVault('vault', {
      keyArn: props.foundation.keys.data.arn,
      topicArn: props.foundation.pagerTopicArn,
    });
    this.vaultName = vault.name;
    this.vaultArn = vault.arn;
    const copies = this.addCopies();
    const role = this.addRole();
    for (const name of Object.keys(props.backup.plans)) this.addPlan(name, role, copies);
    new TerraformOutput(this, 'vault_name', { value: this.vaultName });
    new TerraformOutput(this, 'vault_arn', { value: this.vaultArn });
  }

  private addVault(
    id: string,
    target: { readonly keyArn: string; readonly topicArn?: string; readonly region?: string },
  ): BackupVault {
    const { environment, backup } = this.props;
    const { vaultLock } = backup;
    return new BackupVault(this, id, {
      ...target,
      name: this.names.of('backups'),
      accountId: this.location.accountId,
      protectPoints: environment.production,
      forceDestroy: !environment.production,
      lock: vaultLock && {
        minRetention: Duration.parse(vaultLock.minRetention),
        maxRetention: Duration.parse(vaultLock.maxRetention),
      },
    });
  }

  /** A locked vault refuses points that are kept shorter or longer; the job would fail at night instead of here. */
  private checkLock(name: string, retention: Duration): void {
    const { vaultLock } = this.props.backup;
    if (!vaultLock) return;
    const [shortest, longest] = [Duration.parse(vaultLock.minRetention), Duration.parse(vaultLock.maxRetention)];
    const seconds = retention.toSeconds();
    if (seconds >= shortest.toSeconds() && seconds <= longest.toSeconds()) return;
    throw new BacklotError({
      code: 'RetentionOutsideLock',
      message: `${name} keeps points for ${retention}, but backup.vaultLock takes ${shortest} to ${longest}`,
      exitCode: 3,
    });
  }

  private addCopies(): BackupVault | undefined {
    const { copyTo: region } = this.props.backup;
    if (!region) return undefined;
    const key = new EncryptionKey(this, 'copy-key', {
      alias: this.names.of('backup-copies'),
      description: `Copies of recovery points of ${this.names.of()}`,
      location: this.location,
      deletionWindow: Duration.parse(this.environment.foundation.keyDeletionWindow),
      region,
    });
    const vault = this.addVault('copies', { keyArn: key.arn, region });
    new TerraformOutput(this, 'copy_vault_arn', { value: vault.arn });
    return vault;
  }

  private addRole(): ServiceRole {
    return new ServiceRole(this, 'role', {
      name: this.names.of('backup'),
      description: 'Takes and restores recovery points',
      service: 'backup',
      location: this.location,
      managedPolicies: [
        'service-role/AWSBackupServiceRolePolicyForBackup',
        'service-role/AWSBackupServiceRolePolicyForRestores',
        'AWSBackupServiceRolePolicyForS3Backup',
        'AWSBackupServiceRolePolicyForS3Restore',
      ],
    });
  }

  private addPlan(name: string, role: ServiceRole, copies: BackupVault | undefined): void {
    const { backup, environment } = this.props;
    const declared = backup.plans[name];
    if (!declared) return;
    const retention = Duration.parse(declared.retention);
    const copyRetention = Duration.parse(backup.copyRetention);
    this.checkLock(`backup.plans.${name}`, retention);
    if (copies) this.checkLock('backup.copyRetention', copyRetention);
    const plan = new BackupPlan(this, `plan-${name}`, {
      name: this.names.of(name),
      vaultName: this.vaultName,
      schedule: declared.schedule,
      retention,
      coldAfter: declared.coldAfter ? Duration.parse(declared.coldAfter) : undefined,
      continuous: declared.continuous,
      copy: copies && { vaultArn: copies.arn, retention: copyRetention },
      pointTags: { 'backlot:platform': environment.platform, 'backlot:environment': environment.id },
    });
    const resources = this.stores();
    if (resources.length > 0) plan.select({ name: 'stores', roleArn: role.arn, resources });
    plan.select({
      name: 'tagged',
      roleArn: role.arn,
      // Narrowed by the tags: whoever adds a store that is not declared here tags it.
      resources: ['*'],
      tags: { [PLAN_TAG]: name, 'backlot:environment': environment.id },
    });
  }

  /** Databases, and the buckets whose content cannot be built again. AWS Backup takes versioned buckets only. */
  private stores(): string[] {
    const { data, media, environment } = this.props;
    const declared = environment.media?.buckets ?? {};
    const buckets = Object.entries(media?.buckets ?? {}).filter(([name]) => {
      const bucket = declared[name];
      return bucket !== undefined && bucket.kind !== 'site' && bucket.versioned;
    });
    return [...Object.values(data?.postgres ?? {}), ...buckets.map(([, bucket]) => bucket)].map(({ arn }) => arn);
  }
}

/** The stack of backups, where the environment wants some. */
export const backup: StackDefinition = {
  id: 'backup',
  description: 'Vault, backup plans and their copies',
  dependsOn: ['foundation', 'media', 'data'],
  enabled: (environment) => environment.backup !== undefined,
  build: (app, environment, upstream) =>
    new BackupStack(app, {
      environment,
      backup: section(environment, 'backup'),
      foundation: upstream.get<FoundationStack>('foundation'),
      data: upstream.find<DataStack>('data'),
      media: upstream.find<MediaStack>('media'),
    }),
};
