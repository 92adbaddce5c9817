import { KmsKey } from '@cdktn/provider-aws/lib/kms-key/index.js';
import { describe, expect, it } from '@jest/globals';
import { PipelineRole } from '../pipeline-role.js';
import { type PolicyStatement, policyDocument } from '../policy-document.js';
import { boundedPolicy, IAM_LIMITS, policySize, splitPolicies } from '../policy-size.js';
import { ServiceIdentity } from '../service-identity.js';
import { errorOf, SynthesizedModule } from './fixtures/synthesized-module.js';

/** Statements as needs bring them, about 440 characters each. */
const statements = (count: number): PolicyStatement[] =>
  Array.from({ length: count }, (_, index) => ({
    sid: `Read${index}`,
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [`arn:aws:s3:::movies-prod-bucket-${index}-123456789012/${'x'.repeat(300)}/*`],
  }));

const identity = (count: number) =>
  new SynthesizedModule((scope) => {
    new ServiceIdentity(scope, 'service-api', {
      roleName: 'movies-prod-service-api',
      service: 'api',
      clusterName: 'movies-prod',
      namespace: 'streaming',
      statements: statements(count),
    });
  });

describe('the size of a policy', () => {
  it('is that of its text without white space', () => {
    const policy = policyDocument([{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/b c'] }]);
    expect(policySize(policy)).toBe(policy.length - 1);
  });

  it('counts what is known later with its usual length', () => {
    let size = 0;
    new SynthesizedModule((scope) => {
      const key = new KmsKey(scope, 'key', {});
      size = policySize(policyDocument([{ actions: ['kms:Decrypt'], resources: [key.arn] }]));
    });
    const real = `arn:aws:kms:eu-central-1:123456789012:key/${'x'.repeat(36)}`;
    const wanted = policySize(policyDocument([{ actions: ['kms:Decrypt'], resources: [real] }]));
    expect(Math.abs(size - wanted)).toBeLessThanOrEqual(5);
  });
});

describe('what a service may do', () => {
  it('is one inline policy as long as that holds it', () => {
    const stack = identity(20);
    expect(stack.all('aws_iam_role_policy').map(({ name }) => name)).toEqual(['needs']);
    expect(stack.all('aws_iam_policy')).toEqual([]);
  });

  it('goes into managed policies beyond that, each of which IAM stores, with every statement once', () => {
    const stack = identity(40);
    const policies = stack.all('aws_iam_policy');
    expect(stack.all('aws_iam_role_policy')).toEqual([]);
    expect(stack.all('aws_iam_role_policy_attachment')).toHaveLength(policies.length);
    expect(policies.map(({ name }) => name)).toEqual(
      policies.map((_, index) => `movies-prod-service-api-needs-${index + 1}`),
    );
    for (const { policy } of policies) expect(policy.length).toBeLessThanOrEqual(IAM_LIMITS.managed);
    const sids = policies.flatMap(({ policy }) => JSON.parse(policy).Statement.map(({ Sid }: { Sid: string }) => Sid));
    expect(sids).toEqual(statements(40).map(({ sid }) => sid));
  });

  it('is refused when no role holds it, with the name of the service', () => {
    expect(errorOf(() => identity(150))).toMatchObject({
      code: 'PolicyTooLong',
      exitCode: 3,
      message: expect.stringMatching(/^service 'api' needs so much that its policies have about \d+ characters/),
    });
  });

  it('is not divided within a statement', () => {
    const [one] = statements(1) as [PolicyStatement];
    expect(splitPolicies([one, one, one], 100)).toEqual([[one], [one], [one]]);
  });
});

describe('a policy whose text is known', () => {
  it('is counted as IAM counts it, without white space', () => {
    const spaced = (length: number): PolicyStatement[] => [
      { sid: 'A', actions: ['s3:GetObject'], resources: [`arn:aws:s3:::x/${'a '.repeat(length)}`] },
    ];
    expect(boundedPolicy('x', spaced(IAM_LIMITS.managed / 2)).length).toBeGreaterThan(IAM_LIMITS.managed);
    expect(errorOf(() => boundedPolicy('x', spaced(IAM_LIMITS.managed)))).toMatchObject({ code: 'PolicyTooLong' });
  });
});

describe('who may take the role of a pipeline', () => {
  it('is refused when IAM would not store it', () => {
    const conditions = {
      StringLike: { sub: Array.from({ length: 100 }, (_, index) => `repo:a/b:ref:refs/heads/r${index}`) },
    };
    const trust = { principal: { Federated: 'github' }, actions: ['sts:AssumeRoleWithWebIdentity'], conditions };
    const role = () =>
      new SynthesizedModule((scope) => {
        new PipelineRole(scope, 'deploy', { name: 'x-deploy', description: 'x', trust, policies: {} });
      });
    expect(errorOf(role)).toMatchObject({
      code: 'PolicyTooLong',
      message: expect.stringMatching(
        /^who may take the role 'x-deploy' takes about \d+ characters, and IAM stores 2048$/,
      ),
    });
  });
});
