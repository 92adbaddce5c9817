import { describe, expect, it } from '@jest/globals';
import { ServiceRole } from '../service-role.js';
import { LOCATION, SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(service: string, more: object = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new ServiceRole(scope, 'role', { name: 'x', description: 'X', service, location: LOCATION, ...more });
  });
}

describe('service role', () => {
  it('is taken by its service for resources of the account only', () => {
    const [trust] = JSON.parse(synthesize('backup').one('aws_iam_role').assume_role_policy).Statement;
    expect(trust).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'backup.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
  });

  it.each(['lambda', 'ec2', 'eks'])('asks %s for no account, as it tells none', (service) => {
    const [trust] = JSON.parse(synthesize(service).one('aws_iam_role').assume_role_policy).Statement;
    expect(trust).not.toHaveProperty('Condition');
  });

  it('holds what it is given: statements inline, policies of AWS attached', () => {
    const stack = synthesize('backup', {
      statements: [{ actions: ['s3:GetObject'], resources: ['x'] }],
      managedPolicies: ['service-role/AWSBackupServiceRolePolicyForBackup'],
    });
    expect(JSON.parse(stack.one('aws_iam_role_policy').policy).Statement).toHaveLength(1);
    expect(stack.one('aws_iam_role_policy_attachment').policy_arn).toBe(
      'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
    );
  });

  it('has no empty policy', () => {
    expect(synthesize('backup').types).toEqual(['aws_iam_role']);
  });
});
