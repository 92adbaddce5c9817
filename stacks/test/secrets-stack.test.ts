import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

function secretsWith(changes: Record<string, unknown> = {}): SynthesizedStack {
  const secrets = {
    'api-token': { description: 'Signs sessions', rotateEvery: '30d', length: 48 },
    tmdb: { description: 'Key of the film database' },
  };
  return synthesize(fullEnvironment({ secrets, services: {}, ...changes })).secrets as SynthesizedStack;
}

const secrets = secretsWith();
const NETWORK = { cidr: '10.20.0.0/16' };

describe('secrets stack', () => {
  it('names entries below the environment and encrypts them, without any value', () => {
    expect(secrets.one('aws_secretsmanager_secret', { name: '/backlot/prod/tmdb' })).toMatchObject({
      description: 'Key of the film database',
      recovery_window_in_days: 30,
      kms_key_id: expect.stringMatching(/aws_kms_keysecrets-keyarn/),
    });
    expect(secrets.types).not.toContain('aws_secretsmanager_secret_version');
  });

  it('rotates only what asks for it, and tells the function how long a value is', () => {
    expect(secrets.one('aws_secretsmanager_secret_rotation')).toMatchObject({
      secret_id: expect.stringContaining('secret-api-token'),
      rotation_rules: { automatically_after_days: 30 },
    });
    const { tags } = secrets.one('aws_secretsmanager_secret', { name: '/backlot/prod/api-token' });
    expect(tags).toEqual({ 'backlot:length': '48' });
  });

  it('lets the function reach the rotating entries and no others', () => {
    const { Rotate } = SynthesizedStack.statements(secrets.one('aws_iam_role_policy').policy);
    expect(Rotate?.Resource).toMatch(/^\$\{aws_secretsmanager_secret\.secret-api-token\.arn\}$/);
  });

  it('lets Secrets Manager call the function before the first rotation', () => {
    expect(secrets.one('aws_lambda_permission')).toMatchObject({
      principal: 'secretsmanager.amazonaws.com',
      source_account: '123456789012',
    });
    expect(secrets.one('aws_secretsmanager_secret_rotation').depends_on).toEqual([
      expect.stringMatching(/^aws_lambda_permission\./),
    ]);
  });

  it('runs the function in private subnets with a way to the endpoint alone', () => {
    expect(secrets.one('aws_lambda_function').vpc_config.subnet_ids).toHaveLength(3);
    const rule = secrets.one('aws_vpc_security_group_egress_rule');
    expect(rule).toMatchObject({ from_port: 443, to_port: 443 });
    expect(rule.referenced_security_group_id).toMatch(/endpoint-access/);
    expect(secrets.all('aws_vpc_security_group_ingress_rule')).toEqual([]);
  });

  it('goes out by NAT where there is no endpoint', () => {
    const network = { ...NETWORK, interfaceEndpoints: [] };
    expect(secretsWith({ network }).one('aws_vpc_security_group_egress_rule').cidr_ipv4).toBe('0.0.0.0/0');
  });

  it('runs outside the network where nothing leads to Secrets Manager', () => {
    const network = { ...NETWORK, interfaceEndpoints: [], natGateways: 'none' };
    const outside = secretsWith({ network });
    expect(outside.one('aws_lambda_function')).not.toHaveProperty('vpc_config');
    expect(outside.all('aws_security_group')).toEqual([]);
  });

  it('has no function when nothing rotates', () => {
    const quiet = secretsWith({ secrets: { tmdb: { description: 'Key' } } });
    expect(quiet.types).toEqual(['aws_secretsmanager_secret', 'aws_secretsmanager_secret_policy']);
  });

  it('deletes at once in the sandbox, where a waiting secret would block its name', () => {
    for (const secret of secretsWith({ target: 'sandbox' }).all('aws_secretsmanager_secret')) {
      expect(secret.recovery_window_in_days).toBe(0);
    }
  });
});
