import { describe, expect, it } from '@jest/globals';
import { PipelineRole, type PipelineRoleProps } from '../pipeline-role.js';
import { errorOf, SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(policies: PipelineRoleProps['policies']): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new PipelineRole(scope, 'deploy', {
      name: 'x-deploy',
      description: 'Deploys x',
      trust: { principal: { Federated: 'github' }, actions: ['sts:AssumeRoleWithWebIdentity'] },
      policies,
      managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
  });
}

describe('pipeline role', () => {
  it('holds each policy under its own name, and those that exist', () => {
    const stack = synthesize({
      data: [{ actions: ['s3:GetObject'], resources: ['a'] }],
      network: [{ actions: ['ec2:Describe*'], resources: ['*'] }],
    });
    expect(stack.all('aws_iam_policy').map(({ name }) => name)).toEqual(['x-deploy-data', 'x-deploy-network']);
    expect(stack.all('aws_iam_role_policy_attachment')).toHaveLength(3);
    expect(stack.one('aws_iam_role').max_session_duration).toBe(3600);
  });

  it('refuses a policy that IAM would not store', () => {
    const resources = Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::bucket-${index}`);
    expect(errorOf(() => synthesize({ data: [{ actions: ['s3:GetObject'], resources }] }))).toMatchObject({
      code: 'PolicyTooLong',
      source: 'platform',
      message: expect.stringMatching(/^policy 'x-deploy-data' has \d+ characters, IAM stores 6144: /),
    });
  });
});
