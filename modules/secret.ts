import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import { SecretsmanagerSecretPolicy } from '@cdktn/provider-aws/lib/secretsmanager-secret-policy/index.js';
import { SecretsmanagerSecretRotation } from '@cdktn/provider-aws/lib/secretsmanager-secret-rotation/index.js';
import type { ITerraformDependable } from 'cdktn';
import { Construct } from 'constructs';
import { policyDocument } from './policy-document.js';
import { rotationSchedule } from './rotation-schedule.js';
import { BacklotError } from './values/backlot-error.js';
import type { Duration } from './values/duration.js';

/** What a {@link Secret} is made from. */
export interface SecretProps {
  /** Path-like: `/backlot/dev/tmdb`. */
  readonly name: string;
  readonly description: string;
  readonly keyArn: string;
  /** The only account whose identities may use it, twelve digits. */
  readonly accountId: string;
  /** Time in which it can be restored after deletion: 7 to 30 days, or `none`. */
  readonly recoveryWindow: Duration | 'none';
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** What gives a secret its values. */
export interface SecretRotation {
  readonly functionArn: string;
  readonly every: Duration;
  /** What lets Secrets Manager invoke the function: it tries at once. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * A Secrets Manager entry without a value: that is set by hand or by rotation, and Terraform never sees it.
 *
 * @throws BacklotError `InvalidRecoveryWindow` when the window is not what Secrets Manager takes.
 */
export class Secret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, 'Default', {
      name: props.name,
      description: props.description,
      kmsKeyId: props.keyArn,
      recoveryWindowInDays: recoveryDays(props),
      tags: props.tags,
    });
    this.arn = secret.arn;
    new SecretsmanagerSecretPolicy(this, 'policy', {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: policyDocument([
        {
          sid: 'OwnAccountOnly',
          effect: 'Deny',
          principal: '*',
          actions: ['secretsmanager:*'],
          // In a secret's policy `*` is the secret.
          resources: ['*'],
          conditions: { StringNotEquals: { 'aws:PrincipalAccount': props.accountId } },
        },
      ]),
    });
  }

  /** Gives it a first value, and a new one each period. */
  rotate(rotation: SecretRotation): void {
    new SecretsmanagerSecretRotation(this, 'rotation', {
      secretId: this.arn,
      rotationLambdaArn: rotation.functionArn,
      rotateImmediately: true,
      rotationRules: rotationSchedule(rotation.every),
      dependsOn: [...rotation.after],
    });
  }
}

function recoveryDays({ name, recoveryWindow }: SecretProps): number {
  if (recoveryWindow === 'none') return 0;
  const days = recoveryWindow.toDays();
  if (days >= 7 && days <= 30) return days;
  throw new BacklotError({
    code: 'InvalidRecoveryWindow',
    message: `secret '${name}': the recovery window must be 7d to 30d, not ${recoveryWindow}`,
    exitCode: 3,
  });
}
