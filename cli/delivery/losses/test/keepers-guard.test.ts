import { describe, expect, it } from '@jest/globals';
import { OwnResources, thingOf } from '../../../../resources/own-resources.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import type { Cloud } from '../../../session/cloud/index.js';
import type { NotChecked } from '../../additions/addition.js';
import { type Readings, Unanswered } from '../../additions/readings.js';
import { deletionGuard } from '../deletion-guard.js';
import { tellUnasked } from '../tell-unasked.js';

const REGION = 'eu-central-1';
const cloud = { region: REGION, target: 'aws' } as unknown as Cloud;

/** The reason for which something that goes is told before, with what AWS answers; `others` is what the states have beside. */
async function reasonOf(
  type: string,
  attributes: Record<string, unknown>,
  answers: Readonly<Record<string, object>>,
  others: readonly (readonly [type: string, attributes: object])[] = [],
): Promise<string | undefined> {
  const readings: Readings = {
    ask: async (operation) => {
      const answer = answers[operation];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    close: () => {},
  };
  const change = { address: `${type}.x`, type, action: 'delete', attributes: [] } as const;
  const ours = new OwnResources(others.map(([kind, values]) => thingOf('data', `${kind}.y`, kind, values, REGION)));
  const guard = await deletionGuard(cloud, 'network', change, attributes, [], { ours, readings, accountId: '1' });
  return guard?.reason;
}

const FIRST = 'AWS deletes it only without what no state has: look at each, and take it away first: ';

describe('what others made in something that goes', () => {
  it('is told for a network, each with what takes it away; what its states and services have is not', async () => {
    const answers = {
      'ec2:DescribeSecurityGroups': {
        SecurityGroups: [
          { GroupId: 'sg-0', GroupName: 'default' },
          { GroupId: 'sg-1', GroupName: 'ours' },
          { GroupId: 'sg-2', GroupName: "it's theirs" },
        ],
      },
      'ec2:DescribeInstances': { Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] }] },
      'ec2:DescribeNetworkInterfaces': {
        NetworkInterfaces: [
          { NetworkInterfaceId: 'eni-1', Attachment: { InstanceId: 'i-1' } },
          { NetworkInterfaceId: 'eni-2', RequesterManaged: true, RequesterId: 'amazon-elasticache' },
          { NetworkInterfaceId: 'eni-3', InterfaceType: 'lambda' },
        ],
      },
      // It stays until the network goes, and AWS takes it along.
      'ec2:DescribeFlowLogs': { FlowLogs: [{ FlowLogId: 'fl-1' }] },
    };
    expect(await reasonOf('aws_vpc', { id: 'vpc-1' }, answers, [['aws_security_group', { id: 'sg-1' }]])).toBe(
      `${FIRST}instance i-1 (aws --region ${REGION} ec2 terminate-instances --instance-ids i-1); security group sg-2 it's theirs (aws --region ${REGION} ec2 delete-security-group --group-id sg-2)`,
    );
  });

  it('is none where nobody else has anything, or whoever asks may not look', async () => {
    expect(await reasonOf('aws_vpc', { id: 'vpc-1' }, {})).toBeUndefined();
    const denied = new Unanswered('ec2:DescribeSecurityGroups', true, 'AccessDenied');
    expect(await reasonOf('aws_vpc', { id: 'vpc-1' }, { 'ec2:DescribeSecurityGroups': denied })).toBeUndefined();
  });

  it('says what could not be asked, and which right it needs', async () => {
    const denied = new Unanswered('events:ListTargetsByRule', true, 'AccessDenied: no');
    const notes: string[] = [];
    const unasked: NotChecked[] = [];
    const readings = { ask: () => Promise.reject(denied), close: () => {} };
    const change = {
      address: 'aws_cloudwatch_event_rule.x',
      type: 'aws_cloudwatch_event_rule',
      action: 'delete',
    } as const;
    const guard = await deletionGuard(cloud, 'data', { ...change, attributes: [] }, { name: 'r' }, [], {
      ours: new OwnResources([]),
      readings,
      accountId: '1',
      unasked: (each) => unasked.push(each),
    });
    expect(guard).toBeUndefined();
    const progress = { emit: (event: ProgressEvent) => event.type === 'note' && notes.push(event.message) };
    tellUnasked({ cloud, progress } as never, { losses: [], guards: [], unasked });
    expect(notes).toEqual([
      expect.stringMatching(
        /^not checked whether .*targets.* keep AWS from deleting aws_cloudwatch_event_rule.x, .*AccessDenied: no; it needs events:ListTargetsByRule$/,
      ),
    ]);
    tellUnasked({ cloud: { target: 'sandbox' }, progress } as never, {
      ...{ losses: [], guards: [] },
      unasked: unasked.map((each) => ({ ...each, needs: [] })),
    });
    expect(notes).toHaveLength(1);
  });

  it('is told for rules, policies, plans, clusters and firewalls, which AWS keeps for it, too', async () => {
    const targets = { 'eventbridge:ListTargetsByRule': { Targets: [{ Id: 'tap', Arn: 'arn:aws:sqs:x:2:tap' }] } };
    expect(await reasonOf('aws_cloudwatch_event_rule', { name: 'r' }, targets)).toBe(
      `${FIRST}target tap arn:aws:sqs:x:2:tap (aws --region ${REGION} events remove-targets --rule r --ids tap)`,
    );
    const holders = { 'iam:ListEntitiesForPolicy': { PolicyUsers: [{ UserName: 'ann' }] } };
    expect(await reasonOf('aws_iam_policy', { arn: 'arn:p' }, holders)).toContain('holder of the policy user ann');
    const selections = {
      'backup:ListBackupSelections': { BackupSelectionsList: [{ SelectionId: 's', SelectionName: 'more' }] },
    };
    expect(await reasonOf('aws_backup_plan', { id: 'p' }, selections)).toContain('selection more');
    const groups = { 'eks:ListNodegroups': { nodegroups: ['by-hand'] }, 'eks:ListAddons': { addons: ['adot'] } };
    const cluster = await reasonOf('aws_eks_cluster', { name: 'c' }, groups);
    expect(cluster).toContain('node group by-hand');
    expect(cluster).not.toContain('adot');
    const behind = { 'wafv2:ListResourcesForWebACL': { ResourceArns: ['arn:alb'] } };
    expect(await reasonOf('aws_wafv2_web_acl', { arn: 'arn:w', scope: 'REGIONAL' }, behind)).toBeUndefined();
  });
});
