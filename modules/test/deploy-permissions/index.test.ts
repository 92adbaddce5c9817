import { describe, expect, it } from '@jest/globals';
import { type DeployScope, deployPolicies } from '../../deploy-permissions/index.js';
import type { PolicyStatement } from '../../policy-document.js';
import { LOCATION } from '../fixtures/synthesized-module.js';

const scope: DeployScope = {
  location: LOCATION,
  prefix: 'x-prod-',
  path: '/x/prod/',
  tags: { 'backlot:platform': 'x', 'backlot:environment': 'prod' },
  clusterName: 'x-prod-cluster',
  zone: { name: 'x.example', create: true },
  state: { bucketArn: 'arn:aws:s3:::x-prod-state', keyAlias: 'alias/x-prod-state', folder: 'prod' },
  boundaryArn: 'arn:aws:iam::123456789012:policy/x-prod-boundary',
  neighbours: [],
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
  ListCertificates: 'lists name no resource',
  ListFirewalls: 'lists name no resource',
  ListKeys: 'lists name no resource',
  ListProviders: 'lists name no resource',
  Look: 'lists name no resource',
  LookAtDistributions: 'lists name no resource',
  LookForNames: 'lists name no resource',
  MakeCertificates: 'a certificate has no name before it exists; it must get the tags',
  MakeCluster: 'a cluster has no name before it exists; it must get the tags',
  MakeDistributions: 'a distribution has no name before it exists; it must get the tags',
  MakeKeys: 'a key has no name before it exists; it must get the tags',
  MakeParts: 'parts of distributions name no resource',
  MakeProxies: 'a proxy has no name before it exists; it must get the tags',
  MakeZone: 'a zone has no name before it exists',
  Sources: 'a mapping is told by its function',
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
      // Told by the tags of the environment.
      'arn:aws:rds:*:*:snapshot:awsbackup:*',
      'arn:aws:backup:*:*:recovery-point:*',
      'arn:aws:route53:::hostedzone/*',
      'arn:aws:route53:::change/*',
      'arn:aws:route53:::hostedzone/*',
      'arn:aws:route53:::hostedzone/*',
    ]);
  });

  it('make roles only under the boundary, and cannot lift it', () => {
    expect(statement('BoundedRoles')).toMatchObject({
      actions: expect.arrayContaining([
        'iam:CreateRole*',
        'iam:PutRolePolicy*',
        'iam:AttachRolePolicy*',
        'iam:UpdateAssumeRolePolicy*',
      ]),
      conditions: { StringEquals: { 'iam:PermissionsBoundary': scope.boundaryArn } },
    });
    expect(statement('NoLifting')).toMatchObject({ effect: 'Deny', actions: ['iam:DeleteRolePermissionsBoundary'] });
    const unbounded = statement('Roles').actions;
    expect(unbounded).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/:(Create|Put|Attach|Update|Delete|Detach)/)]),
    );
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
    const tags = (kind: string) => ({
      StringEquals: { [`aws:${kind}Tag/backlot:platform`]: 'x', [`aws:${kind}Tag/backlot:environment`]: 'prod' },
    });
    for (const sid of ['Change', 'Keys', 'Distributions', 'Certificates', 'Proxies', 'Plans']) {
      expect(statement(sid).conditions).toMatchObject(tags('Resource'));
    }
    for (const sid of ['Make', 'MakeKeys', 'MakeDistributions', 'MakeCertificates', 'MakeProxies', 'MakePlans']) {
      expect(statement(sid).conditions).toEqual(tags('Request'));
    }
  });

  it('give tags only to what is being made, or is ours: each way to tag says which', () => {
    const tagging = all.filter(
      ({ actions, effect }) =>
        effect !== 'Deny' && actions.some((action) => /^ec2:CreateTags|^ec2:Create\*/.test(action)),
    );
    expect(tagging.map(({ sid }) => sid).sort()).toEqual(['Change', 'RetagDefaults', 'TagDefaults', 'TagNew']);
    expect(statement('TagNew').conditions?.StringEquals).toMatchObject({
      'ec2:CreateAction': expect.arrayContaining(['CreateVpc', 'CreateSecurityGroup', 'RunInstances']),
    });
    // Defaults of a VPC can't be told from others: they get a name that leaves nothing to do but close them.
    expect(statement('TagDefaults').conditions?.StringEquals?.['aws:RequestTag/Name']).toEqual([
      'x-prod-default-locked',
      'x-prod-default-unused',
    ]);
    expect(statement('CloseDefaults').actions).toEqual([
      'ec2:RevokeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:DeleteRoute',
    ]);
    const refused = all.filter(({ sid }) => sid?.startsWith('NoTagsForOthers'));
    expect(refused.map(({ conditions }) => conditions)).toEqual([
      { StringNotEquals: { 'aws:ResourceTag/backlot:platform': 'x' } },
      { StringNotEquals: { 'aws:ResourceTag/backlot:environment': 'prod' } },
    ]);
    for (const service of ['acm', 'backup', 'cloudfront', 'kms', 'lambda', 'rds']) {
      expect(refused[0]?.actions).toEqual(expect.arrayContaining([expect.stringMatching(`^${service}:`)]));
      expect(refused[0]?.resources).toEqual(expect.arrayContaining([expect.stringMatching(`^arn:aws:${service}:`)]));
    }
  });

  it('write records of the zone of the environment only, and zones only where it makes one', () => {
    expect(statement('Names').conditions).toEqual({
      'ForAllValues:StringLike': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['x.example', '*.x.example'],
      },
      Null: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'false' },
    });
    const sids = (changes: Partial<DeployScope>) =>
      Object.values(deployPolicies({ ...scope, ...changes }))
        .flat()
        .map(({ sid }) => sid);
    expect(sids({})).toEqual(expect.arrayContaining(['Names', 'MakeZone', 'Zone']));
    expect(sids({ zone: { name: 'x.example', create: false } })).not.toContain('Zone');
    expect(sids({ zone: undefined })).not.toContain('Names');
  });

  it('can delete neither the state bucket, its key nor its history', () => {
    expect(statement('KeepStateBucket')).toMatchObject({
      effect: 'Deny',
      resources: ['arn:aws:s3:::x-prod-state'],
      actions: expect.arrayContaining([
        's3:DeleteBucket*',
        's3:PutBucketPolicy*',
        's3:PutBucketVersioning*',
        's3:PutEncryption*',
        's3:PutLifecycle*',
        's3:PutReplication*',
      ]),
    });
    expect(statement('KeepHistory')).toMatchObject({ effect: 'Deny', actions: ['s3:DeleteObjectVersion'] });
    expect(statement('KeepStateKey')).toMatchObject({
      effect: 'Deny',
      actions: expect.arrayContaining(['kms:ScheduleKeyDeletion*', 'kms:Put*', 'kms:CreateGrant*', 'kms:Update*']),
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/x-prod-state' } },
    });
    // The key is told by its alias.
    expect(statement('KeepStateAlias')).toMatchObject({
      effect: 'Deny',
      resources: ['arn:aws:kms:*:123456789012:alias/x-prod-state'],
    });
  });

  it('write the state of the environment only', () => {
    expect(statement('State').resources).toEqual(['arn:aws:s3:::x-prod-state/prod/*']);
  });
});
