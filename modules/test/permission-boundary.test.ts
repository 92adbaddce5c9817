import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { describe, expect, it } from '@jest/globals';
import { Aspects } from 'cdktn';
import { ceilingStatements, type DeployScope } from '../deploy-permissions/index.js';
import { BoundedRoles, PermissionBoundary } from '../permission-boundary.js';
import { policyDocument } from '../policy-document.js';
import { IAM_LIMITS } from '../policy-size.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

/** Named as long as the name of its state bucket lets it be: `<name>-state-<account>` has 63 characters. */
const name = 'x'.repeat(43);
const scope: DeployScope = {
  location: LOCATION,
  prefix: `${name}-`,
  path: `/${name}/`,
  tags: { 'backlot:platform': 'x'.repeat(20), 'backlot:environment': 'x'.repeat(22) },
  clusterName: `${name}-cluster`,
  zone: { name: 'dev.streaming.example', create: true },
  state: { bucketArn: `arn:aws:s3:::${name}-state-123456789012`, keyAlias: `alias/${name}-state`, folder: 'x' },
  boundaryArn: `arn:aws:iam::123456789012:policy/${name}-boundary`,
  neighbours: [],
  untouchable: [],
};
const ceiling = ceilingStatements(scope);

describe('permission boundary', () => {
  it('lets roles reach what the environment has, but neither make identities nor take other roles', () => {
    const allowed = ceiling.filter(({ effect }) => effect !== 'Deny');
    const granted = allowed.flatMap(({ actions }) => actions);
    expect(granted).toEqual(expect.arrayContaining(['s3:*', 'sqs:*']));
    expect(
      granted.filter((action) =>
        /^(\*|iam:\*|iam:(Create(?!InstanceProfile$|ServiceLinkedRole$)|Put|Attach).*|sts:.*)$/.test(action),
      ),
    ).toEqual([]);
    // Whole services only by name, or by the tags of what the cluster made.
    const whole = allowed.filter(({ actions }) => actions.some((action) => action.endsWith(':*')));
    expect(whole).toHaveLength(3);
    for (const { resources, conditions } of whole) expect(conditions ?? resources?.includes('*')).not.toBe(true);
  });

  it('hands on roles of the environment only, to named services', () => {
    expect(ceiling.filter(({ actions }) => actions.includes('iam:PassRole'))).toEqual([
      {
        actions: ['iam:PassRole'],
        resources: [`arn:aws:iam::123456789012:role/${name}-*`],
        conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'monitoring.rds.amazonaws.com'] } },
      },
    ]);
  });

  it('never reaches the states, nor what they are encrypted with', () => {
    expect(ceiling.filter(({ effect }) => effect === 'Deny')).toEqual([
      { effect: 'Deny', actions: ['*'], resources: [`arn:aws:s3:::${name}-state-123456789012*`] },
      {
        effect: 'Deny',
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
      {
        effect: 'Deny',
        actions: ['kms:*'],
        resources: ['*'],
        conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${name}-state` } },
      },
    ]);
  });

  it('names the service of whatever it reaches: IAM takes no wildcard there', () => {
    const beside = ceilingStatements({ ...scope, neighbours: [`${name}-eu`] });
    const all = beside.flatMap(({ resources = [], notResources = [] }) => [...resources, ...notResources]);
    expect(all.filter((each) => each !== '*' && !/^arn:aws:[a-z0-9-]+:/.test(each))).toEqual([]);
  });

  it('fits what IAM stores, whatever an environment is called', () => {
    expect(policyDocument(ceiling).length).toBeLessThanOrEqual(IAM_LIMITS.managed);
    expect(
      () =>
        new SynthesizedModule((stack) => {
          new PermissionBoundary(stack, 'boundary', { name: 'x', statements: [...ceiling, ...ceiling] });
        }),
    ).toThrow(expect.objectContaining({ code: 'PolicyTooLong' }));
  });

  it('fits beside a neighbour, too, for names of up to 14 characters', () => {
    const long = 'x'.repeat(14);
    const beside = ceilingStatements({
      ...scope,
      prefix: `${long}-`,
      path: `/${long}/`,
      tags: { 'backlot:platform': 'x'.repeat(9), 'backlot:environment': 'x'.repeat(4) },
      clusterName: `${long}-cluster`,
      state: { bucketArn: `arn:aws:s3:::${long}-state-123456789012`, keyAlias: `alias/${long}-state`, folder: 'x' },
      boundaryArn: `arn:aws:iam::123456789012:policy/${long}-boundary`,
      neighbours: [`${long}-eu`],
    });
    expect(policyDocument(beside).length).toBeLessThanOrEqual(IAM_LIMITS.managed);
  });

  it('is written as given', () => {
    const stack = new SynthesizedModule((within) => {
      new PermissionBoundary(within, 'boundary', {
        name: 'x',
        statements: [{ sid: 'Look', actions: ['ec2:Describe*'], resources: ['*'] }],
      });
    });
    expect(Object.keys(statements(stack.one('aws_iam_policy').policy))).toEqual(['Look']);
  });

  it('is put on every role below', () => {
    const stack = new SynthesizedModule((within) => {
      Aspects.of(within).add(new BoundedRoles('boundary'));
      new IamRole(within, 'role', { assumeRolePolicy: '{}' });
    });
    expect(stack.one('aws_iam_role').permissions_boundary).toBe('boundary');
  });
});
