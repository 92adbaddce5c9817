import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../environments/model/index.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../pipeline-policies.js';
import { allows } from './evaluate.js';
import { statementsOf } from './statement.js';

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
