import { describe, expect, it } from '@jest/globals';
import { type DeployScope, deployPolicies } from '../../deploy-permissions/index.js';
import type { PolicyStatement } from '../../policy-document.js';
import { LOCATION } from '../fixtures/synthesized-module.js';

const scope: DeployScope = {
  location: LOCATION,
  prefix: 'x-prod-',
  path: '/x/prod/',
  tags: { 'backlot:environment': 'prod' },
  state: { bucketArn: 'arn:aws:s3:::x-prod-state', keyAlias: 'alias/x-prod-state', folder: 'prod' },
  boundaryArn: 'arn:aws:iam::123456789012:policy/x-prod-boundary',
  untouchable: ['arn:aws:iam::123456789012:role/x-prod-deploy'],
};

const policies = deployPolicies(scope);
const all: PolicyStatement[] = Object.values(policies).flat();

function statement(sid: string): PolicyStatement {
  const found = all.find((each) => each.sid === sid);
  if (!found) throw new Error(`no statement ${sid}`);
  return found;
}

/** Why each statement may speak of every resource. */
const UNNAMED: Readonly<Record<string, string>> = {
  Look: 'lists name no resource',
  LookForNames: 'lists name no resource',
  MakeKeys: 'a key has no name before it exists; it must get the tags',
};

describe('rights of a deployment', () => {
  it('never include all actions of a service, nor of all', () => {
    for (const { actions } of all)
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+\*?$/);
  });

  it('name resources wherever AWS lets them', () => {
    const open = all.filter(({ resources }) => resources?.includes('*')).map(({ sid }) => sid ?? '');
    expect([...new Set(open)].sort()).toEqual(Object.keys(UNNAMED).sort());
  });

  it('speak of nothing outside the account, but for what AWS shares', () => {
    const arns = all.flatMap(({ resources }) => resources ?? []).filter((arn) => arn !== '*');
    const strangers = arns.filter((arn) => !arn.includes(':123456789012:') && !arn.startsWith('arn:aws:s3:::x-prod-'));
    expect(strangers).toEqual([
      'arn:aws:ec2:eu-central-1::image/*',
      'arn:aws:route53:::hostedzone/*',
      'arn:aws:route53:::change/*',
    ]);
  });

  it('make roles only under the boundary, and cannot lift it', () => {
    expect(statement('BoundedRoles')).toMatchObject({
      actions: expect.arrayContaining(['iam:CreateRole*', 'iam:PutRolePolicy*', 'iam:AttachRolePolicy*']),
      conditions: { StringEquals: { 'iam:PermissionsBoundary': scope.boundaryArn } },
    });
    expect(statement('NoLifting')).toMatchObject({ effect: 'Deny', actions: ['iam:DeleteRolePermissionsBoundary'] });
    const unbounded = statement('Roles').actions;
    expect(unbounded).not.toEqual(expect.arrayContaining([expect.stringMatching(/:(Create|Put|Attach)/)]));
  });

  it('cannot change the pipeline’s own roles or the boundary', () => {
    expect(statement('NotItself')).toMatchObject({
      effect: 'Deny',
      resources: [...scope.untouchable, scope.boundaryArn],
    });
  });

  it('hand roles to known services only', () => {
    const { resources, conditions } = statement('GiveRoles');
    expect(resources).toEqual(['arn:aws:iam::123456789012:role/x-prod-*']);
    expect(conditions?.StringEquals?.['iam:PassedToService']).toContain('lambda.amazonaws.com');
  });

  it('tell what has no name by its tags: networks, keys, distributions', () => {
    const ours = { StringEquals: { 'aws:ResourceTag/backlot:environment': 'prod' } };
    for (const sid of ['Change', 'Keys', 'Distributions']) expect(statement(sid).conditions).toEqual(ours);
    for (const sid of ['Make', 'MakeKeys']) {
      expect(statement(sid).conditions).toEqual({ StringEquals: { 'aws:RequestTag/backlot:environment': 'prod' } });
    }
  });

  it('can delete neither the state bucket, its key nor its history', () => {
    expect(statement('KeepStateBucket')).toMatchObject({ effect: 'Deny', resources: ['arn:aws:s3:::x-prod-state'] });
    expect(statement('KeepHistory')).toMatchObject({ effect: 'Deny', actions: ['s3:DeleteObjectVersion'] });
    expect(statement('KeepStateKey')).toMatchObject({
      effect: 'Deny',
      actions: expect.arrayContaining(['kms:ScheduleKeyDeletion']),
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/x-prod-state' } },
    });
  });

  it('write the state of the environment only', () => {
    expect(statement('State').resources).toEqual(['arn:aws:s3:::x-prod-state/prod/*']);
  });
});
