import { describe, expect, it } from '@jest/globals';
import { policyDocument } from '../../modules/policy-document.js';
import { isLedgerGuard } from '../ledger-location.js';
import { pipelinePolicies } from '../pipeline-policies.js';
import { stateBucketSpec } from '../state-bucket-spec.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const PIPELINE = {
  foundation: {
    keyDeletionWindow: '14d',
    logRetention: '90d',
    github: { repository: 'example/backlot', deployBranches: ['main', 'release/*'] },
    budget: { monthlyUsd: 500, emails: ['money@example.com'] },
  },
  alerting: { emails: ['oncall@example.com'] },
};

const stacks = synthesize(fullEnvironment(PIPELINE));
const foundation = stacks.foundation as SynthesizedStack;
const plain = synthesize(fullEnvironment({ foundation: {} }));

describe('foundation stack', () => {
  it('makes a rotating key for each purpose', () => {
    const names = foundation.all('aws_kms_alias').map(({ name }) => name);
    const purposes = ['data', 'logs', 'messaging', 'secrets', 'state'];
    names.splice(names.indexOf('alias/backlot-prod-ledger'), 1);
    expect(names.sort()).toEqual(purposes.map((each) => `alias/backlot-prod-${each}`));
    for (const purpose of purposes) {
      const deletion_window_in_days = purpose === 'state' ? 30 : 14;
      const key = foundation.startingWith('aws_kms_key', `${purpose === 'state' ? 'state_key' : `${purpose}-key`}`);
      expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days });
    }
  });

  it('lets each key be used by the services of its purpose alone', () => {
    const grants = (name: string) =>
      Object.keys(SynthesizedStack.statements(foundation.startingWith('aws_kms_key', name).policy));
    expect(grants('data-key')).toEqual(['AccountDecides', 'NodeVolumes', 'NodeVolumeGrants']);
    expect(grants('logs-key')).toEqual(['AccountDecides', 'LogGroups']);
    expect(grants('secrets-key')).toEqual(['AccountDecides']);
    expect(grants('messaging-key')).toEqual(['AccountDecides', 'Publishers']);
  });

  it('keeps logs for the declared time, and with them when the environment serves users', () => {
    const [rule] = foundation.startingWith('aws_s3_bucket_lifecycle_configuration', 'logs').rule;
    expect(rule.expiration).toEqual([{ days: 90 }]);
    expect(foundation.startingWith('aws_s3_bucket', 'logs')).toMatchObject({
      bucket: 'backlot-prod-logs-123456789012',
      force_destroy: false,
    });
  });

  it('declares the bucket of the states, which no apply may delete', () => {
    const prevented = { lifecycle: { prevent_destroy: true } };
    expect(foundation.one('aws_s3_bucket', { bucket: 'backlot-prod-state-123456789012' })).toMatchObject(prevented);
    expect(foundation.startingWith('aws_kms_key', 'state_key')).toMatchObject(prevented);
    const [rule] = foundation.startingWith('aws_s3_bucket_server_side_encryption_configuration', 'state').rule;
    expect(rule).toMatchObject({
      apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' },
      bucket_key_enabled: true,
    });
    expect(foundation.startingWith('aws_s3_bucket_logging', 'state')).toMatchObject({ target_prefix: 's3/state/' });
  });

  it('writes nothing over in the bucket of the states where releases are, and says the same before the stack is there', () => {
    const policy = foundation.startingWith('aws_s3_bucket_policy', 'state').policy;
    const { WriteOnce } = SynthesizedStack.statements(policy);
    expect(WriteOnce).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Condition: { Null: { 's3:if-none-match': 'true' } },
    });
    expect(JSON.stringify(WriteOnce?.Resource)).toContain('/prod/releases/*');
    const { bucketPolicy } = stateBucketSpec(fullEnvironment(PIPELINE));
    const arn = /\$\{aws_s3_bucket\.[^}]+\}/g;
    expect(JSON.parse(policy.replace(arn, 'arn:aws:s3:::backlot-prod-state-123456789012'))).toEqual(
      JSON.parse(bucketPolicy),
    );
  });

  it('guards the ledger by a key that only the deploy role uses to sign, and that no role of the environment changes', () => {
    const key = foundation.startingWith('aws_kms_key', 'ledger_key');
    expect(key).toMatchObject({
      key_usage: 'SIGN_VERIFY',
      customer_master_key_spec: 'ECC_NIST_P256',
      lifecycle: { prevent_destroy: true },
    });
    const { NotByTheEnvironment, OnlyDeploySigns } = SynthesizedStack.statements(key.policy);
    const roles = 'arn:aws:iam::123456789012:role/backlot-prod-';
    expect(NotByTheEnvironment).toMatchObject({
      Effect: 'Deny',
      Action: expect.arrayContaining([
        'kms:PutKeyPolicy',
        'kms:DisableKey',
        'kms:ScheduleKeyDeletion',
        'kms:CreateGrant',
        'kms:TagResource',
        'kms:UpdateAlias',
      ]),
      Condition: { ArnLike: { 'aws:PrincipalArn': `${roles}*` } },
    });
    expect(OnlyDeploySigns).toMatchObject({
      Effect: 'Deny',
      Action: 'kms:Sign',
      Condition: {
        ArnLike: { 'aws:PrincipalArn': `${roles}*` },
        ArnNotEquals: { 'aws:PrincipalArn': `${roles}deploy` },
      },
    });
    const heads = foundation.one('aws_cloudwatch_log_group', { name: '/backlot/prod/ledger-heads' });
    expect(heads.lifecycle).toMatchObject({ prevent_destroy: true });
    expect(heads.retention_in_days).toBeUndefined();
  });

  it('has addresses by which the guard of the ledger is told from all else', () => {
    const addresses = Object.entries<Block>(foundation.json.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(
      addresses
        .filter(isLedgerGuard)
        .map((address) => address.split('.')[0])
        .sort(),
    ).toEqual(['aws_cloudwatch_log_group', 'aws_kms_alias', 'aws_kms_key']);
  });

  it('makes the provider of GitHub tokens unless another environment of the account has', () => {
    expect(foundation.one('aws_iam_openid_connect_provider').count).toContain('var.owns_github_provider');
  });

  it('pages those who are on call, from alarms, budgets and backups', () => {
    expect(foundation.one('aws_sns_topic_subscription')).toMatchObject({ endpoint: 'oncall@example.com' });
    const { Services } = SynthesizedStack.statements(foundation.one('aws_sns_topic_policy').policy);
    expect(Services?.Principal.Service).toEqual(
      expect.arrayContaining(['backup.amazonaws.com', 'budgets.amazonaws.com', 'cloudwatch.amazonaws.com']),
    );
  });

  it('watches the money', () => {
    expect(foundation.one('aws_budgets_budget')).toMatchObject({ name: 'backlot-prod-monthly', limit_amount: '500' });
  });

  it('lets every branch plan, and named branches deploy', () => {
    const subjects = (name: string) => {
      const role = foundation.one('aws_iam_role', { name });
      const { Workflows } = SynthesizedStack.statements(role.assume_role_policy);
      return Workflows?.Condition.StringLike['token.actions.githubusercontent.com:sub'];
    };
    expect(subjects('backlot-prod-plan')).toEqual(['repo:example/backlot:*']);
    expect(subjects('backlot-prod-deploy')).toEqual([
      'repo:example/backlot:ref:refs/heads/main',
      'repo:example/backlot:ref:refs/heads/release/*',
    ]);
  });

  it('trusts a GitHub environment only where one is named, and never pull requests', () => {
    const subjectsWith = (deployEnvironment?: string) => {
      const github = {
        repository: 'example/backlot',
        deployBranches: ['main'],
        ...(deployEnvironment && { deployEnvironment }),
      };
      const stack = synthesize(fullEnvironment({ foundation: { github } })).foundation as SynthesizedStack;
      const role = stack.one('aws_iam_role', { name: 'backlot-prod-deploy' });
      const { Workflows } = SynthesizedStack.statements(role.assume_role_policy);
      return [Workflows?.Condition.StringLike['token.actions.githubusercontent.com:sub']].flat();
    };
    expect(subjectsWith()).toEqual(['repo:example/backlot:ref:refs/heads/main']);
    expect(subjectsWith('production')).toEqual([
      'repo:example/backlot:ref:refs/heads/main',
      'repo:example/backlot:environment:production',
    ]);
  });

  it('keeps the deploy role out of a neighbour whose name extends its own, in every name that it allows', () => {
    const neighbours = { 'backlot-prod-eu': 'there before', backlot: 'shorter: that one keeps out of us' };
    const policies = pipelinePolicies(
      fullEnvironment({ foundation: { github: { repository: 'a/b' }, neighbours } }),
    ).deploy;
    const all = Object.values(policies).flat();
    const allowed = all.filter(({ effect }) => effect !== 'Deny').flatMap(({ resources = [] }) => resources);
    const denied = all
      .filter(({ actions, conditions, effect }) => effect === 'Deny' && actions.includes('*') && !conditions)
      .flatMap(({ resources = [] }) => resources);
    const fits = (pattern: string, arn: string) =>
      new RegExp(`^${pattern.replaceAll(/[.+^$()|[\]\\{}]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn);
    const prefixed = allowed.filter((pattern) => pattern.includes('backlot-prod-*'));
    expect(prefixed.length).toBeGreaterThan(30);
    for (const pattern of prefixed) {
      const theirs = pattern.replace('backlot-prod-*', 'backlot-prod-eu-thing').replaceAll('*', 'x');
      const ours = pattern.replace('backlot-prod-*', 'backlot-prod-thing').replaceAll('*', 'x');
      expect([theirs, fits(pattern, theirs), denied.some((each) => fits(each, theirs))]).toEqual([theirs, true, true]);
      expect([ours, denied.some((each) => fits(each, ours))]).toEqual([ours, false]);
    }
    for (const arn of [
      'arn:aws:iam::123456789012:role/backlot-prod-eu-deploy',
      'arn:aws:s3:::backlot-prod-eu-state-123456789012',
    ]) {
      expect([arn, denied.some((each) => fits(each.replace(/\d{12}/, '123456789012'), arn))]).toEqual([arn, true]);
    }
    expect(Object.keys(policies).filter((name) => name.startsWith('neighbour'))).toEqual(['neighbour-backlot-prod-eu']);
    expect(policyDocument(policies['neighbour-backlot-prod-eu'] ?? []).length).toBeLessThan(6_144);
  });

  it('has neither pipeline, boundary nor budget unless declared', () => {
    const types = ['aws_iam_role', 'aws_iam_policy', 'aws_iam_openid_connect_provider', 'aws_budgets_budget'];
    for (const type of types) expect(plain.foundation?.all(type)).toEqual([]);
  });

  it('puts its boundary on every role of every other stack, and on none without a pipeline', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/backlot-prod-boundary';
    const roles = (of: Record<string, SynthesizedStack>): Block[] =>
      Object.entries(of).flatMap(([id, stack]) => (id === 'foundation' ? [] : stack.all('aws_iam_role')));
    expect(roles(stacks).length).toBeGreaterThan(5);
    for (const role of roles(stacks)) expect(role.permissions_boundary).toBe(boundary);
    for (const role of roles(plain)) expect(role.permissions_boundary).toBeUndefined();
  });
});
