import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../environments/model/index.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../pipeline-policies.js';
import { type Collected, collect } from './collect.js';
import { allows } from './evaluate.js';
import { search } from './search.js';
import { type Statement, statementsOf } from './statement.js';

const ACCOUNT = '222222222222';

/** What a role of prod could do at most, beside an environment whose name extends its own. */
async function ceilingBeside(neighbours: Record<string, string>): Promise<ReturnType<typeof statementsOf>> {
  const { environment } = await loadEnvironment('prod');
  const { ceiling } = pipelinePolicies({ ...environment, foundation: { ...environment.foundation, neighbours } });
  const text = policyDocument(ceiling);
  expect(text.length).toBeLessThanOrEqual(6_144);
  return statementsOf(text);
}

/** Content and roles that are told by a name. */
const named = (name: string) =>
  [
    ['s3:GetObject', `arn:aws:s3:::${name}-state-${ACCOUNT}/x/network.tfstate`],
    ['s3:PutBucketPolicy', `arn:aws:s3:::${name}-uploads-${ACCOUNT}`],
    ['sqs:ReceiveMessage', `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}-events`],
    ['lambda:InvokeFunction', `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${name}-rotate-secret`],
    ['rds:DeleteDBInstance', `arn:aws:rds:eu-central-1:${ACCOUNT}:db:${name}-main`],
    ['logs:DeleteLogGroup', `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/lambda/${name}-x`],
    ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/${name}-nodes`],
  ].map(([action = '', resource = '']) => ({
    action,
    resource,
    context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  }));

describe('a role that a deployment makes beside an environment whose name extends its own', () => {
  it('reaches nothing of that one, as the deployment does not', async () => {
    const ceiling = await ceilingBeside({ 'backlot-prod-eu': 'there before' });
    for (const request of named('backlot-prod-eu')) {
      expect([request.action, allows(ceiling, request)]).toEqual([request.action, false]);
    }
  });

  it('reaches what is its own', async () => {
    const ceiling = await ceilingBeside({ 'backlot-prod-eu': 'there before' });
    for (const request of named('backlot-prod').slice(1)) {
      expect([request.action, allows(ceiling, request)]).toEqual([request.action, true]);
    }
  });

  it('is held as before where there is no neighbour, or a shorter one', async () => {
    expect(await ceilingBeside({ backlot: 'shorter' })).toEqual(await ceilingBeside({}));
  });

  it('makes disks and copies from those of the driver of the cluster', async () => {
    const ceiling = await ceilingBeside({});
    const asked = { 'aws:RequestTag/ebs.csi.aws.com/cluster': 'true' };
    const of = { 'aws:ResourceTag/ebs.csi.aws.com/cluster': 'true' };
    const place = `arn:aws:ec2:eu-central-1:${ACCOUNT}`;
    for (const [action, resource, context] of [
      ['ec2:CreateVolume', `${place}:volume/*`, asked],
      ['ec2:CreateVolume', 'arn:aws:ec2:eu-central-1::snapshot/snap-1', { ...asked, ...of }],
      ['ec2:CreateSnapshot', 'arn:aws:ec2:eu-central-1::snapshot/*', asked],
      ['ec2:CreateSnapshot', `${place}:volume/vol-1`, { ...asked, ...of }],
      ['ec2:CreateNetworkInterface', '*', {}],
      ['ec2:CreateNetworkInterface', `${place}:network-interface/*`, {}],
    ] as const) {
      expect([action, resource, allows(ceiling, { action, resource, context })]).toEqual([action, resource, true]);
    }
  });
});

describe('the roles of an environment beside one whose name extends its own', () => {
  let all: Collected;

  beforeAll(async () => {
    const { environment } = await loadEnvironment('prod');
    const neighbours = { 'backlot-prod-eu': 'there before', backlot: 'shorter: that one keeps out of us' };
    all = collect({ ...environment, foundation: { ...environment.foundation, neighbours } });
  }, 300_000);

  it('reach nothing of that one, told by a name or by a condition', () => {
    expect(search(all).found).toEqual([]);
  });

  it('would reach it without the refusals, and each of the refusals is needed', () => {
    const theirs = (text: string | undefined) => text?.includes('backlot-prod-eu-*') ?? false;
    const refusals = ['identity', 'boundary'].flatMap((part) =>
      all.roles.flatMap(({ name, rights }) =>
        (rights[part as keyof typeof rights] ?? [])
          .filter((each) => each.Effect === 'Deny' && theirs(JSON.stringify(each)))
          .map((refusal) => ({ name, part, refusal })),
      ),
    );
    const own = refusals.filter(({ name }) => /-deploy$|^whatever/.test(name));
    expect(own.map(({ name, refusal }) => [name, Object.keys(refusal.Condition ?? {})])).toEqual([
      ['backlot-prod-deploy', []],
      ['backlot-prod-deploy', ['StringLike']],
      ['backlot-prod-deploy', ['ArnLike']],
      ['whatever is made', []],
      ['whatever is made', ['StringLike']],
    ]);
    for (const { name, refusal } of own) {
      const without = (statements: readonly Statement[] = []) => statements.filter((each) => each !== refusal);
      const roles = all.roles
        .filter((role) => role.name === name)
        .map((role) => ({
          ...role,
          rights: {
            identity: without(role.rights.identity),
            ...(role.rights.boundary && { boundary: without(role.rights.boundary) }),
          },
        }));
      const { found } = search({ ...all, roles });
      expect([refusal, found.some(({ what }) => what.includes('backlot-prod-eu'))]).toEqual([refusal, true]);
    }
  });
});
