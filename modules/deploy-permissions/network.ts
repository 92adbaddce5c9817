import type { PolicyStatement } from '../policy-document.js';
import { closedNames } from './closed-defaults.js';
import { becomesOurs, bothHold, type DeployScope, exactly, isOurs, verbs } from './scope.js';

/** What EC2 makes for an environment. */
const KINDS = [
  'elastic-ip',
  'internet-gateway',
  'launch-template',
  'natgateway',
  'network-acl',
  'route-table',
  'security-group',
  'security-group-rule',
  'subnet',
  'vpc',
  'vpc-endpoint',
  'vpc-flow-log',
] as const;

/**
 * Actions that make something, with the kinds that they make. What they are only used on, such as the VPC of a subnet,
 * stands in no list beside them: it must be ours.
 */
const MAKERS: readonly (readonly [sid: string, actions: readonly string[], kinds: readonly string[]])[] = [
  ['MakeNetworks', ['CreateVpc', 'AllocateAddress'], ['vpc', 'elastic-ip']],
  [
    'MakeInNetworks',
    ['CreateSubnet', 'CreateRouteTable', 'CreateSecurityGroup'],
    ['subnet', 'route-table', 'security-group'],
  ],
  [
    'Make',
    [
      'CreateInternetGateway',
      'CreateNatGateway',
      'CreateNetworkAcl',
      'CreateVpcEndpoint',
      'CreateFlowLogs',
      'CreateLaunchTemplate',
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupEgress',
    ],
    [
      'internet-gateway',
      'natgateway',
      'network-acl',
      'vpc-endpoint',
      'vpc-flow-log',
      'launch-template',
      'security-group-rule',
    ],
  ],
];

/**
 * VPC and what is in it. EC2 has ids instead of names: what is new must get the environment's tags while it is made, and
 * only what carries them may be changed or built on. Tags of what exists are given only to what is ours.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export function networkStatements(scope: DeployScope): PolicyStatement[] {
  const { location } = scope;
  const ec2 = (...kinds: readonly string[]) =>
    kinds.map((kind) => location.arn({ service: 'ec2', resource: `${kind}/*` }));
  return [
    ...MAKERS.map(([sid, actions, kinds]) => ({
      sid,
      actions: exactly('ec2', ...actions),
      resources: ec2(...kinds),
      conditions: becomesOurs(scope),
    })),
    {
      sid: 'TagNew',
      actions: ['ec2:CreateTags'],
      resources: ec2(...KINDS, 'instance', 'network-interface', 'volume'),
      conditions: bothHold(becomesOurs(scope), {
        StringEquals: { 'ec2:CreateAction': [...MAKERS.flatMap(([, actions]) => actions), 'RunInstances'] },
      }),
    },
    {
      sid: 'Change',
      actions: [
        ...verbs('ec2', 'Create', 'Modify', 'Delete', 'Attach', 'Detach', 'Associate', 'Disassociate', 'Replace'),
        ...verbs('ec2', 'AuthorizeSecurityGroup', 'RevokeSecurityGroup', 'UpdateSecurityGroup', 'ReleaseAddress'),
      ],
      resources: ec2(...KINDS, 'network-interface'),
      conditions: bothHold(isOurs(scope), { StringNotEquals: closedNames(scope) }),
    },
    // EC2 lists without naming resources.
    { sid: 'Look', actions: ['ec2:Describe*', 'ec2:GetSecurityGroupsForVpc'], resources: ['*'] },
  ];
}
