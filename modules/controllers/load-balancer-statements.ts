import type { PolicyConditions, PolicyStatement } from '../policy-document.js';
import type { ControllerScope } from './controller-context.js';

/** Tag that the controller puts on all that it makes; its value is the name of the cluster. */
const CLUSTER_TAG = 'elbv2.k8s.aws/cluster';

/**
 * What the AWS Load Balancer Controller may do: look at the network, and make, change and remove what carries its tag
 * with the name of this cluster. The published policy asks only that the tag is there, so that the controllers of two
 * clusters of an account could change each other's load balancers.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 */
export function loadBalancerStatements(scope: ControllerScope): readonly PolicyStatement[] {
  const { location, clusterName, vpcId } = scope;
  const ec2 = (resource: string) => location.arn({ service: 'ec2', resource });
  const elb = (...resources: string[]) =>
    resources.map((resource) => location.arn({ service: 'elasticloadbalancing', resource }));
  const tagged: PolicyConditions = { StringEquals: { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName } };
  const tagging: PolicyConditions = { StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName } };
  const balancers = elb('loadbalancer/app/*/*', 'loadbalancer/net/*/*');
  const groups = elb('targetgroup/*/*');
  const listeners = elb('listener/app/*/*/*', 'listener/net/*/*/*');
  const rules = elb('listener-rule/app/*/*/*/*', 'listener-rule/net/*/*/*/*');
  return [
    { sid: 'LookAtNetwork', actions: NETWORK_READS, resources: ['*'], conditions: inRegion(location.region) },
    { sid: 'LookAtBalancers', actions: BALANCER_READS, resources: ['*'], conditions: inRegion(location.region) },
    {
      sid: 'ListCertificates',
      actions: ['acm:ListCertificates'],
      resources: ['*'],
      conditions: inRegion(location.region),
    },
    {
      sid: 'Certificates',
      actions: ['acm:DescribeCertificate'],
      resources: [location.arn({ service: 'acm', resource: 'certificate/*' })],
    },
    {
      sid: 'Firewalls',
      actions: ['wafv2:GetWebACL', 'wafv2:GetWebACLForResource', 'wafv2:AssociateWebACL', 'wafv2:DisassociateWebACL'],
      resources: [location.arn({ service: 'wafv2', resource: 'regional/webacl/*/*' }), ...elb('loadbalancer/app/*/*')],
    },
    {
      sid: 'MakeGroups',
      actions: ['ec2:CreateSecurityGroup'],
      resources: [ec2('security-group/*')],
      conditions: tagging,
    },
    { sid: 'MakeGroupsInNetwork', actions: ['ec2:CreateSecurityGroup'], resources: [ec2(`vpc/${vpcId}`)] },
    {
      sid: 'TagNewGroups',
      actions: ['ec2:CreateTags'],
      resources: [ec2('security-group/*')],
      conditions: {
        StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup', [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName },
      },
    },
    {
      sid: 'TagGroups',
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      resources: [ec2('security-group/*')],
      conditions: { ...tagged, Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: 'true' } },
    },
    {
      sid: 'Groups',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:DeleteSecurityGroup'],
      resources: [ec2('security-group/*')],
      conditions: tagged,
    },
    {
      // Rules from balancers to pods are added to the group of the nodes, which EKS and not the controller made.
      sid: 'GroupsOfNodes',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: [ec2('security-group/*')],
      conditions: { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned' } },
    },
    {
      sid: 'MakeBalancers',
      actions: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      resources: [...balancers, ...groups],
      conditions: tagging,
    },
    {
      sid: 'TagNewBalancers',
      actions: ['elasticloadbalancing:AddTags'],
      resources: [...balancers, ...groups, ...listeners, ...rules],
      conditions: {
        StringEquals: {
          'elasticloadbalancing:CreateAction': [
            'CreateTargetGroup',
            'CreateLoadBalancer',
            'CreateListener',
            'CreateRule',
          ],
          [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName,
        },
      },
    },
    {
      sid: 'TagBalancers',
      actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
      resources: [...balancers, ...groups, ...listeners, ...rules],
      conditions: { ...tagged, Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: 'true' } },
    },
    {
      sid: 'Balancers',
      actions: BALANCER_WRITES,
      resources: [...balancers, ...groups, ...listeners, ...rules],
      conditions: tagged,
    },
    {
      // The first balancer of an account.
      sid: 'ServiceLinkedRole',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        location.arn({
          service: 'iam',
          region: '',
          resource: 'role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing',
        }),
      ],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
  ];
}

/** Lists name no resource, but they name a region. */
function inRegion(region: string): PolicyConditions {
  return { StringEquals: { 'aws:RequestedRegion': region } };
}

const NETWORK_READS = [
  'AccountAttributes',
  'Addresses',
  'AvailabilityZones',
  'CoipPools',
  'Instances',
  'InternetGateways',
  'IpamPools',
  'NetworkInterfaces',
  'RouteTables',
  'SecurityGroups',
  'Subnets',
  'Tags',
  'VpcPeeringConnections',
  'Vpcs',
]
  .map((noun) => `ec2:Describe${noun}`)
  .concat('ec2:GetCoipPoolUsage', 'ec2:GetSecurityGroupsForVpc');

const BALANCER_READS = [
  'CapacityReservation',
  'ListenerAttributes',
  'ListenerCertificates',
  'Listeners',
  'LoadBalancerAttributes',
  'LoadBalancers',
  'Rules',
  'SSLPolicies',
  'Tags',
  'TargetGroupAttributes',
  'TargetGroups',
  'TargetHealth',
  'TrustStores',
].map((noun) => `elasticloadbalancing:Describe${noun}`);

const BALANCER_WRITES = [
  'AddListenerCertificates',
  'CreateListener',
  'CreateRule',
  'DeleteListener',
  'DeleteLoadBalancer',
  'DeleteRule',
  'DeleteTargetGroup',
  'DeregisterTargets',
  'ModifyCapacityReservation',
  'ModifyIpPools',
  'ModifyListener',
  'ModifyListenerAttributes',
  'ModifyLoadBalancerAttributes',
  'ModifyRule',
  'ModifyTargetGroup',
  'ModifyTargetGroupAttributes',
  'RegisterTargets',
  'RemoveListenerCertificates',
  'SetIpAddressType',
  'SetRulePriorities',
  'SetSecurityGroups',
  'SetSubnets',
  'SetWebAcl',
].map((verb) => `elasticloadbalancing:${verb}`);
