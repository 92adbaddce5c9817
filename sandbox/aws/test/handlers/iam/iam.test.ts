import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const allow = (...actions: string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

const trust = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }],
  });

const resources = {
  aws_iam_policy: {
    boundary: {
      name: 'boundary',
      description: 'Widest rights',
      policy: allow('s3:*', 'sqs:*'),
      tags: { team: 'core' },
    },
    deploy: { name: 'deploy', path: '/ci/', policy: allow('ec2:*') },
  },
  aws_iam_role: {
    api: {
      name: 'api',
      description: 'Pods of api',
      assume_role_policy: trust('ec2'),
      max_session_duration: 7200,
      permissions_boundary: ref('aws_iam_policy.boundary.arn'),
      tags: { service: 'api' },
    },
    generated: {
      name_prefix: 'made-',
      path: '/jobs/',
      assume_role_policy: trust('lambda'),
      force_detach_policies: true,
    },
  },
  aws_iam_role_policy: {
    api: { name: 'needs', role: ref('aws_iam_role.api.name'), policy: allow('s3:GetObject') },
  },
  aws_iam_role_policy_attachment: {
    api: { role: ref('aws_iam_role.api.name'), policy_arn: ref('aws_iam_policy.deploy.arn') },
  },
  aws_iam_openid_connect_provider: {
    github: { url: 'https://token.actions.githubusercontent.com', client_id_list: ['sts.amazonaws.com'] },
  },
};

const changed = {
  ...resources,
  aws_iam_policy: {
    boundary: { ...resources.aws_iam_policy.boundary, policy: allow('s3:*'), tags: { squad: 'core' } },
    deploy: resources.aws_iam_policy.deploy,
  },
  aws_iam_role: {
    api: {
      ...resources.aws_iam_role.api,
      description: 'Pods of the API',
      assume_role_policy: trust('eks'),
      max_session_duration: 3600,
      permissions_boundary: null,
      tags: { service: 'the-api' },
    },
    generated: resources.aws_iam_role.generated,
  },
  aws_iam_role_policy: { api: { ...resources.aws_iam_role_policy.api, policy: allow('s3:PutObject') } },
  aws_iam_openid_connect_provider: {
    github: {
      ...resources.aws_iam_openid_connect_provider.github,
      client_id_list: ['sts.amazonaws.com', 'https://example.com'],
      thumbprint_list: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
    },
  },
};

describe('roles and policies', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const { Role } = await cloud.call('iam', 'GetRole', { RoleName: 'api' });
      expect(Role).toMatchObject({
        Description: 'Pods of api',
        MaxSessionDuration: 7200,
        PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${cloud.account}:policy/boundary` },
      });
      expect(await cloud.attributes('aws_iam_role.generated')).toMatchObject({
        name: expect.stringMatching(/^made-\d+/),
        arn: expect.stringContaining(':role/jobs/made-'),
      });
      expect(await cloud.attributes('aws_iam_policy.deploy')).toMatchObject({
        arn: `arn:aws:iam::${cloud.account}:policy/ci/deploy`,
      });
    },
    changed,
    changes: [
      'update aws_iam_policy.boundary',
      'update aws_iam_role.api',
      'update aws_iam_role_policy.api',
      'update aws_iam_openid_connect_provider.github',
    ],
    updated: async () => {
      const { Role } = await cloud.call('iam', 'GetRole', { RoleName: 'api' });
      expect(Role.PermissionsBoundary?.PermissionsBoundaryArn ?? '').toBe('');
      expect(decodeURIComponent(Role.AssumeRolePolicyDocument)).toContain('eks.amazonaws.com');
      const PolicyArn = `arn:aws:iam::${cloud.account}:policy/boundary`;
      expect((await cloud.call('iam', 'GetPolicy', { PolicyArn })).Policy.DefaultVersionId).toBe('v2');
    },
    meddle: async () => {
      const PolicyArn = `arn:aws:iam::${cloud.account}:policy/boundary`;
      await cloud.call('iam', 'UpdateRole', { RoleName: 'api', Description: 'Mine', MaxSessionDuration: 3600 });
      await cloud.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'api', PolicyDocument: trust('lambda') });
      await cloud.call('iam', 'TagRole', { RoleName: 'api', Tags: [{ Key: 'service', Value: 'none' }] });
      await cloud.call('iam', 'PutRolePolicy', { RoleName: 'api', PolicyName: 'needs', PolicyDocument: allow('*') });
      await cloud.call('iam', 'DetachRolePolicy', {
        RoleName: 'api',
        PolicyArn: `arn:aws:iam::${cloud.account}:policy/ci/deploy`,
      });
      await cloud.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('*'), SetAsDefault: true });
      await cloud.call('iam', 'DeleteOpenIDConnectProvider', {
        OpenIDConnectProviderArn: `arn:aws:iam::${cloud.account}:oidc-provider/token.actions.githubusercontent.com`,
      });
      await cloud.call('iam', 'CreateOpenIDConnectProvider', {
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
        Tags: [{ Key: 'owner', Value: 'test' }],
      });
    },
    drift: {
      'aws_iam_policy.boundary': ['policy'],
      'aws_iam_role.api': ['assume_role_policy', 'description', 'tags'],
      'aws_iam_role_policy.api': ['policy'],
      'aws_iam_role_policy_attachment.api': [],
      'aws_iam_openid_connect_provider.github': ['client_id_list'],
    },
    imports: async () => ({
      ...(await cloud.ids(changed)),
      'aws_iam_role_policy_attachment.api': `api/arn:aws:iam::${cloud.account}:policy/ci/deploy`,
    }),
    unknownToImport: { 'aws_iam_role.generated': ['force_detach_policies', 'name_prefix'] },
    destroyed: async () => {
      expect((await cloud.call('iam', 'ListRoles', { PathPrefix: '/jobs/' })).Roles ?? []).toEqual([]);
      expect((await cloud.call('iam', 'ListPolicies', { Scope: 'Local' })).Policies ?? []).toEqual([]);
    },
  });

  it('makes a sixth version of a policy, for which the oldest goes', async () => {
    for (const action of ['a:A', 'a:B', 'a:C', 'a:D', 'a:E', 'a:F']) {
      await cloud.configure({ aws_iam_policy: { many: { name: 'many', policy: allow(action) } } });
      await cloud.apply();
    }
    expect(await cloud.plan()).toEqual([]);
    const { Versions } = await cloud.call('iam', 'ListPolicyVersions', {
      PolicyArn: `arn:aws:iam::${cloud.account}:policy/many`,
    });
    expect(Versions).toHaveLength(5);
    await cloud.destroy();
  });
});
