import { describe, expect, it } from '@jest/globals';
import { Secret, type SecretProps } from '../secret.js';
import { Duration } from '../values/duration.js';
import { errorOf, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<SecretProps> = {}, change: (secret: Secret) => void = () => {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    const secret = new Secret(scope, 'secret', {
      name: '/x/token',
      description: 'Signs',
      keyArn: 'key',
      accountId: '123456789012',
      recoveryWindow: Duration.days(30),
      ...props,
    });
    change(secret);
  });
}

describe('secret', () => {
  it('is encrypted, can be restored, and has no value from Terraform', () => {
    const stack = synthesize();
    expect(stack.one('aws_secretsmanager_secret')).toMatchObject({ kms_key_id: 'key', recovery_window_in_days: 30 });
    expect(stack.types).toEqual(['aws_secretsmanager_secret', 'aws_secretsmanager_secret_policy']);
  });

  it('refuses everybody outside the account', () => {
    const { policy, block_public_policy } = synthesize().one('aws_secretsmanager_secret_policy');
    expect(block_public_policy).toBe(true);
    expect(statements(policy).OwnAccountOnly).toMatchObject({
      Effect: 'Deny',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
    });
  });

  it('is gone at once where nobody restores', () => {
    expect(synthesize({ recoveryWindow: 'none' }).one('aws_secretsmanager_secret').recovery_window_in_days).toBe(0);
  });

  it('gets its first value at once when it rotates', () => {
    const stack = synthesize({}, (secret) => {
      secret.rotate({ functionArn: 'function', every: Duration.days(30), after: [] });
    });
    expect(stack.one('aws_secretsmanager_secret_rotation')).toMatchObject({
      rotation_lambda_arn: 'function',
      rotate_immediately: true,
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  it.each(['6d', '31d'])('refuses a recovery window of %s', (window) => {
    expect(errorOf(() => synthesize({ recoveryWindow: Duration.parse(window) }))).toMatchObject({
      code: 'InvalidRecoveryWindow',
      message: `secret '/x/token': the recovery window must be 7d to 30d, not ${window}`,
    });
  });
});
