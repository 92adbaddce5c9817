import { BackupPlan as BackupPlanResource } from '@cdktn/provider-aws/lib/backup-plan/index.js';
import { BackupSelection } from '@cdktn/provider-aws/lib/backup-selection/index.js';
import { Construct } from 'constructs';
import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** What a {@link BackupPlan} is made from. */
export interface BackupPlanProps {
  readonly name: string;
  readonly vaultName: string;
  /** UTC, as an AWS schedule expression. */
  readonly schedule: string;
  readonly retention: Duration;
  /** Age at which points move to cold storage. @default never */
  readonly coldAfter?: Duration;
  /** Keep a continuous log too, for services that have one. @default false */
  readonly continuous?: boolean;
  /** Vault that gets a copy of every point. @default none */
  readonly copy?: { readonly vaultArn: string; readonly retention: Duration };
  /** Tags of the points. @default none */
  readonly pointTags?: Readonly<Record<string, string>>;
}

/** What a plan takes. */
export interface BackupPlanSelection {
  readonly name: string;
  readonly roleArn: string;
  /** ARNs; `*` only together with tags. */
  readonly resources: readonly string[];
  /** Tags that each resource must have. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Points in cold storage are paid for at least this long. */
const SHORTEST_COLD = Duration.days(90);

/** Point-in-time restore reaches back no further. */
const LONGEST_CONTINUOUS = Duration.days(35);

/**
 * A plan of AWS Backup with one rule.
 *
 * @throws BacklotError `InvalidBackupPlan` for times that AWS Backup refuses.
 */
export class BackupPlan extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    validate(props);
    const { coldAfter, copy } = props;
    this.id = new BackupPlanResource(this, 'Default', {
      name: props.name,
      rule: [
        {
          ruleName: props.name,
          targetVaultName: props.vaultName,
          schedule: props.schedule,
          startWindow: Duration.hours(1).toSeconds() / 60,
          completionWindow: Duration.hours(8).toSeconds() / 60,
          enableContinuousBackup: props.continuous ?? false,
          lifecycle: { deleteAfter: props.retention.toDays(), coldStorageAfter: coldAfter?.toDays() },
          copyAction: copy && [
            { destinationVaultArn: copy.vaultArn, lifecycle: { deleteAfter: copy.retention.toDays() } },
          ],
          recoveryPointTags: { ...props.pointTags },
        },
      ],
    }).id;
  }

  /** Adds resources to what the plan takes. */
  select(selection: BackupPlanSelection): void {
    const { name, roleArn, resources, tags = {} } = selection;
    new BackupSelection(this, name, {
      name,
      planId: this.id,
      iamRoleArn: roleArn,
      resources: [...resources],
      condition:
        Object.keys(tags).length > 0
          ? [{ stringEquals: Object.entries(tags).map(([key, value]) => ({ key: `aws:ResourceTag/${key}`, value })) }]
          : undefined,
    });
  }
}

function validate({ name, retention, coldAfter, continuous }: BackupPlanProps): void {
  const invalid = (message: string) =>
    new BacklotError({ code: 'InvalidBackupPlan', message: `backup plan '${name}': ${message}`, exitCode: 3 });
  if (coldAfter && retention.toDays() < coldAfter.toDays() + SHORTEST_COLD.toDays()) {
    throw invalid(`cold after ${coldAfter}, points must be kept ${SHORTEST_COLD} longer, not ${retention}`);
  }
  if (continuous && coldAfter) throw invalid('a continuous backup cannot move to cold storage');
  if (continuous && retention.toDays() > LONGEST_CONTINUOUS.toDays()) {
    throw invalid(`a continuous backup is kept ${LONGEST_CONTINUOUS} at most, not ${retention}`);
  }
}
