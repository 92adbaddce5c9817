import type { PolicyConditions, PolicyStatement } from '../policy-document.js';
import type { ControllerScope } from './controller-context.js';

/** Tag of everything that belongs to a node pool. */
const POOL = 'karpenter.sh/nodepool';
/** Tag of an instance profile: the node class that it was made for. */
const NODE_CLASS = 'karpenter.k8s.aws/ec2nodeclass';
const REGION = 'topology.kubernetes.io/region';
const CLUSTER_NAME = 'eks:eks-cluster-name';

/**
 * What Karpenter may do: start instances that carry the tags of this cluster and of a node pool, and change or remove
 * only such ones; hand nodes their one role.
 * https://karpenter.sh/docs/reference/cloudformation/
 */
export function karpenterStatements(scope: ControllerScope): readonly PolicyStatement[] {
  return [...nodeLife(scope), ...profiles(scope), ...volumes(scope), ...discovery(scope), ...interruptions(scope)];
}

function nodeLife({ location, clusterName }: ControllerScope): PolicyStatement[] {
  const ec2 = (...types: string[]) => types.map((type) => location.arn({ service: 'ec2', resource: `${type}/*` }));
  const shared = (...types: string[]) =>
    types.map((type) => location.arn({ service: 'ec2', account: '', resource: `${type}/*` }));
  const made = ['fleet', 'instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request'];
  const owner = `kubernetes.io/cluster/${clusterName}`;
  const ours: PolicyConditions = {
    StringEquals: { [`aws:ResourceTag/${owner}`]: 'owned' },
    StringLike: { [`aws:ResourceTag/${POOL}`]: '*' },
  };
  const becomesOurs = {
    StringEquals: { [`aws:RequestTag/${owner}`]: 'owned', [`aws:RequestTag/${CLUSTER_NAME}`]: clusterName },
    StringLike: { [`aws:RequestTag/${POOL}`]: '*' },
  };
  return [
    {
      sid: 'StartFrom',
      actions: ['ec2:RunInstances', 'ec2:CreateFleet'],
      resources: [
        ...shared('image', 'snapshot'),
        ...ec2('security-group', 'subnet', 'capacity-reservation', 'placement-group'),
      ],
    },
    {
      sid: 'StartFromTemplate',
      actions: ['ec2:RunInstances', 'ec2:CreateFleet'],
      resources: ec2('launch-template'),
      conditions: ours,
    },
    {
      sid: 'Start',
      actions: ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
      resources: ec2(...made),
      conditions: becomesOurs,
    },
    {
      sid: 'TagNew',
      actions: ['ec2:CreateTags'],
      resources: ec2(...made),
      conditions: {
        ...becomesOurs,
        StringEquals: {
          ...becomesOurs.StringEquals,
          'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
        },
      },
    },
    {
      sid: 'Tag',
      actions: ['ec2:CreateTags'],
      resources: ec2('instance'),
      conditions: {
        ...ours,
        StringEqualsIfExists: { [`aws:RequestTag/${CLUSTER_NAME}`]: clusterName },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [CLUSTER_NAME, 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
    {
      sid: 'Stop',
      actions: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      resources: ec2('instance', 'launch-template'),
      conditions: ours,
    },
  ];
}

function profiles({ location, clusterName, nodeRoleArn }: ControllerScope): PolicyStatement[] {
  const profile = [location.arn({ service: 'iam', region: '', resource: 'instance-profile/*' })];
  const owner = `kubernetes.io/cluster/${clusterName}`;
  const tags = (kind: 'ResourceTag' | 'RequestTag') => ({
    [`aws:${kind}/${owner}`]: 'owned',
    [`aws:${kind}/${REGION}`]: location.region,
  });
  return [
    ...(nodeRoleArn
      ? [
          {
            sid: 'RoleOfNodes',
            actions: ['iam:PassRole'],
            resources: [nodeRoleArn],
            conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
          },
        ]
      : []),
    {
      sid: 'MakeProfiles',
      actions: ['iam:CreateInstanceProfile'],
      resources: profile,
      conditions: {
        StringEquals: { ...tags('RequestTag'), [`aws:RequestTag/${CLUSTER_NAME}`]: clusterName },
        StringLike: { [`aws:RequestTag/${NODE_CLASS}`]: '*' },
      },
    },
    {
      sid: 'TagProfiles',
      actions: ['iam:TagInstanceProfile'],
      resources: profile,
      conditions: {
        StringEquals: {
          ...tags('ResourceTag'),
          ...tags('RequestTag'),
          [`aws:RequestTag/${CLUSTER_NAME}`]: clusterName,
        },
        StringLike: { [`aws:ResourceTag/${NODE_CLASS}`]: '*', [`aws:RequestTag/${NODE_CLASS}`]: '*' },
      },
    },
    {
      sid: 'Profiles',
      actions: ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
      resources: profile,
      conditions: { StringEquals: tags('ResourceTag'), StringLike: { [`aws:ResourceTag/${NODE_CLASS}`]: '*' } },
    },
    {
      sid: 'LookAtProfiles',
      actions: ['iam:GetInstanceProfile', 'iam:ListInstanceProfiles'],
      resources: profile,
    },
  ];
}

/** Volumes are encrypted on behalf of whoever starts the instance. */
function volumes({ location, volumeKeyArn }: ControllerScope): PolicyStatement[] {
  const throughEc2 = { 'kms:ViaService': `ec2.${location.region}.amazonaws.com` };
  return [
    {
      sid: 'Volumes',
      actions: [
        'kms:Decrypt',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:DescribeKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: [volumeKeyArn],
      conditions: { StringEquals: throughEc2 },
    },
    {
      sid: 'VolumeGrants',
      actions: ['kms:CreateGrant'],
      resources: [volumeKeyArn],
      conditions: { StringEquals: throughEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

function discovery({ location, clusterName }: ControllerScope): PolicyStatement[] {
  const clusterArn = location.arn({ service: 'eks', resource: `cluster/${clusterName}` });
  return [
    {
      // Lists name no resource, but they name a region.
      sid: 'Look',
      actions: OFFERS.map((noun) => `ec2:Describe${noun}`),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': location.region } },
    },
    {
      sid: 'Images',
      actions: ['ssm:GetParameter'],
      resources: [location.arn({ service: 'ssm', account: '', resource: 'parameter/aws/service/*' })],
    },
    // The price list is everybody's, and names no resource.
    { sid: 'Prices', actions: ['pricing:GetProducts'], resources: ['*'] },
    { sid: 'Cluster', actions: ['eks:DescribeCluster'], resources: [clusterArn] },
    {
      sid: 'ZonalShift',
      actions: ['arc-zonal-shift:GetManagedResource'],
      resources: ['*'],
      conditions: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn } },
    },
  ];
}

function interruptions({ location, interruptionQueue }: ControllerScope): PolicyStatement[] {
  if (!interruptionQueue) return [];
  return [
    {
      sid: 'Interruptions',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [interruptionQueue.arn],
    },
    {
      sid: 'KeyOfInterruptions',
      actions: ['kms:Decrypt'],
      resources: [interruptionQueue.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${location.region}.amazonaws.com` } },
    },
  ];
}

const OFFERS = [
  'CapacityReservations',
  'Images',
  'InstanceStatus',
  'InstanceTypeOfferings',
  'InstanceTypes',
  'Instances',
  'LaunchTemplates',
  'PlacementGroups',
  'SecurityGroups',
  'SpotPriceHistory',
  'Subnets',
];
