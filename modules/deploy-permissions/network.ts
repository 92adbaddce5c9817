import type { PolicyStatement } from '../policy-document.js';
import { becomesOurs, type DeployScope, isOurs, verbs } from './scope.js';

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
 * VPC and what is in it. EC2 has ids instead of names: new resources must get the environment's tags, and only
 * resources that carry them may be changed or built on.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export function networkStatements(scope: DeployScope): PolicyStatement[] {
  const { location } = scope;
  const ec2 = (resource: string) => location.arn({ service: 'ec2', resource });
  return [
    {
      sid: 'Make',
      actions: verbs('ec2', 'Create', 'AllocateAddress', 'AuthorizeSecurityGroup'),
      resources: KINDS.map((kind) => ec2(`${kind}/*`)),
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Change',
      actions: [
        ...verbs('ec2', 'Create', 'Modify', 'Delete', 'Attach', 'Detach', 'Associate', 'Disassociate', 'Replace'),
        ...verbs('ec2', 'AuthorizeSecurityGroup', 'RevokeSecurityGroup', 'UpdateSecurityGroup', 'ReleaseAddress'),
      ],
      resources: [...KINDS, 'network-interface'].map((kind) => ec2(`${kind}/*`)),
      conditions: isOurs(scope),
    },
    {
      // A VPC brings these with it, before any tag.
      sid: 'TagDefaults',
      actions: ['ec2:CreateTags'],
      resources: ['network-acl', 'route-table', 'security-group'].map((kind) => ec2(`${kind}/*`)),
    },
    {
      // EKS starts nodes from our launch templates and asks whether we could.
      sid: 'Nodes',
      actions: ['ec2:RunInstances'],
      resources: [
        ...['instance', 'launch-template', 'network-interface', 'security-group', 'subnet', 'volume'].map((kind) =>
          ec2(`${kind}/*`),
        ),
        location.arn({ service: 'ec2', account: '', resource: 'image/*' }),
      ],
    },
    // EC2 lists without naming resources.
    { sid: 'Look', actions: ['ec2:Describe*', 'ec2:GetSecurityGroupsForVpc'], resources: ['*'] },
  ];
}
