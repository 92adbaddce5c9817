import { describe, expect, it } from '@jest/globals';
import { OwnResources, type Thing } from '../../../../resources/own-resources.js';
import type { Addition } from '../addition.js';
import { additionsTo } from '../find-additions.js';
import { type Readings, Unanswered } from '../readings.js';

const ME = '111111111111';
const STRANGER = '999999999999';

type Answer = object | ((input: Record<string, unknown>) => object | undefined);

/** Answers by the name of the operation; nothing is there of what isn't named. */
class MemoryReadings implements Readings {
  constructor(private readonly answers: Readonly<Record<string, Answer>>) {}

  async ask(operation: string, input: Record<string, unknown>) {
    const answer = this.answers[operation];
    return typeof answer === 'function' ? (answer as (input: object) => object | undefined)(input) : answer;
  }

  close() {}
}

function thing(type: string, values: object, stack = 'data'): Thing {
  return { stack, address: `${type}.x`, type, region: 'eu-central-1', values };
}

async function look(things: readonly Thing[], answers: Readonly<Record<string, Answer>>) {
  return additionsTo(new OwnResources(things), { readings: new MemoryReadings(answers), accountId: ME });
}

/** `critical grant borrowed` */
function short({ severity, what, name }: Addition): string {
  return `${severity} ${what} ${name}`;
}

const administrator = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const forEverybody = JSON.stringify({ Statement: [{ Sid: 'x', Effect: 'Allow', Principal: '*', Action: 's3:*' }] });
const forStranger = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, Action: 'kms:*' }],
});
const role = thing('aws_iam_role', { name: 'dev-deploy', arn: `arn:aws:iam::${ME}:role/dev-deploy` });

/** What was made, what AWS answers, and what is named; ours are among the answers of each. */
const CASES: readonly (readonly [
  title: string,
  things: readonly Thing[],
  answers: Record<string, Answer>,
  named: readonly string[],
])[] = [
  [
    'policies of a role, AWS’ administrators and documents that raise rights first',
    [
      role,
      thing('aws_iam_role_policy', { role: 'dev-deploy', name: 'ours' }),
      thing('aws_iam_role_policy_attachment', {
        role: 'dev-deploy',
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    ],
    {
      'iam:ListRolePolicies': { PolicyNames: ['ours', 'all', 'pass', 'small'] },
      'iam:GetRolePolicy': ({ PolicyName }) => ({
        PolicyDocument: encodeURIComponent(
          JSON.stringify(
            PolicyName === 'all'
              ? administrator
              : {
                  Statement: {
                    Effect: 'Allow',
                    Action: PolicyName === 'pass' ? ['iam:PassRole'] : 's3:GetObject',
                    Resource: '*',
                  },
                },
          ),
        ),
      }),
      'iam:ListAttachedRolePolicies': {
        AttachedPolicies: [
          { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
          { PolicyName: 'mine', PolicyArn: `arn:aws:iam::${ME}:policy/mine` },
        ],
      },
      'iam:GetPolicy': { Policy: { DefaultVersionId: 'v2' } },
      'iam:GetPolicyVersion': {
        PolicyVersion: {
          Document: JSON.stringify({ Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }),
        },
      },
      'iam:ListInstanceProfilesForRole': {
        InstanceProfiles: [
          { InstanceProfileName: 'eks-12345678-1234-1234-1234-123456789012' },
          { InstanceProfileName: 'k', Tags: [{ Key: 'karpenter.sh/nodepool' }] },
          { InstanceProfileName: 'by-hand' },
        ],
      },
    },
    [
      'critical attached policy AdministratorAccess',
      'critical attached policy mine',
      'critical inline policy all',
      'critical inline policy pass',
      'high inline policy small',
      'high instance profile by-hand',
    ],
  ],
  [
    'whom a policy of ours is given to',
    [role, thing('aws_iam_policy', { arn: `arn:aws:iam::${ME}:policy/p` })],
    {
      'iam:ListEntitiesForPolicy': {
        PolicyUsers: [{ UserName: 'ann' }],
        PolicyGroups: [{ GroupName: 'all' }],
        PolicyRoles: [{ RoleName: 'dev-deploy' }, { RoleName: 'other' }],
      },
    },
    ['group all', 'role other', 'user ann'].map((each) => `high holder of the policy ${each}`),
  ],
  [
    'subscriptions, also those that wait for an answer, and a policy that no stack declares',
    [
      thing('aws_sns_topic', { arn: 'arn:t', name: 't' }),
      thing('aws_sns_topic_subscription', { topic_arn: 'arn:t', protocol: 'email', endpoint: 'ours@x' }),
    ],
    {
      'sns:ListSubscriptionsByTopic': {
        Subscriptions: [
          { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'ours@x' },
          { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'theirs@x' },
          { SubscriptionArn: 'a', Protocol: 'sqs', Endpoint: `arn:aws:sqs:eu-central-1:${STRANGER}:tap` },
        ],
      },
      'sns:GetTopicAttributes': { Attributes: { Policy: forEverybody } },
    },
    [
      'critical policy t',
      `critical subscription sqs arn:aws:sqs:eu-central-1:${STRANGER}:tap`,
      'high subscription email theirs@x',
    ],
  ],
  [
    'nothing of the policy that a topic is born with',
    [thing('aws_sns_topic', { arn: 'arn:t', name: 't' })],
    {
      'sns:GetTopicAttributes': {
        Attributes: { Policy: '{"Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID"}]}' },
      },
    },
    [],
  ],
  [
    'the policy of a queue, and who takes messages out of it',
    [
      thing('aws_sqs_queue', { arn: 'arn:q', url: 'https://q', name: 'q' }),
      thing('aws_lambda_event_source_mapping', { uuid: 'ours' }),
    ],
    {
      'sqs:GetQueueAttributes': { Attributes: { Policy: forStranger } },
      'lambda:ListEventSourceMappings': {
        EventSourceMappings: [
          { UUID: 'ours', FunctionArn: 'arn:f:ours' },
          { UUID: 'theirs', FunctionArn: 'arn:f:theirs' },
        ],
      },
    },
    ['critical policy q', 'high event source mapping theirs'],
  ],
  [
    'targets of a rule',
    [
      thing('aws_cloudwatch_event_rule', { name: 'r', event_bus_name: 'default' }),
      thing('aws_cloudwatch_event_target', { rule: 'r', target_id: 'ours' }),
    ],
    {
      'eventbridge:ListTargetsByRule': {
        Targets: [
          { Id: 'ours', Arn: 'arn:aws:sqs:eu-central-1:111111111111:q' },
          { Id: 'tap', Arn: 'arn:aws:sqs:eu-central-1:111111111111:q2' },
        ],
      },
    },
    ['high target tap arn:aws:sqs:eu-central-1:111111111111:q2'],
  ],
  [
    'everything about a bucket that no stack declares',
    [thing('aws_s3_bucket', { bucket: 'b', id: 'b' })],
    {
      's3:GetBucketPolicy': { Policy: forEverybody },
      's3:GetBucketAcl': {
        Owner: { ID: 'me' },
        Grants: [
          { Grantee: { ID: 'me' }, Permission: 'FULL_CONTROL' },
          { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
        ],
      },
      's3:GetBucketNotificationConfiguration': { QueueConfigurations: [{}] },
      's3:GetBucketLifecycleConfiguration': { Rules: [{}] },
      's3:GetBucketReplication': { ReplicationConfiguration: {} },
      's3:GetBucketWebsite': { IndexDocument: {} },
      's3:GetBucketCors': { CORSRules: [{}] },
      's3:GetBucketLogging': { LoggingEnabled: {} },
      's3:ListBucketInventoryConfigurations': { InventoryConfigurationList: [{ Id: 'all' }] },
      's3control:ListAccessPoints': { AccessPointList: [{ Name: 'door', NetworkOrigin: 'Internet' }] },
      's3:GetBucketAccelerateConfiguration': { Status: 'Enabled' },
      's3:GetBucketRequestPayment': { Payer: 'Requester' },
    },
    [
      'critical access control list READ for AllUsers',
      'critical access point door',
      'critical policy b',
      'critical replication configuration b',
      'high CORS configuration b',
      'high access log b',
      'high inventory all',
      'high lifecycle configuration b',
      'high notification b',
      'high website configuration b',
      'notice requester pays b',
      'notice transfer acceleration b',
    ],
  ],
  [
    'nothing about a bucket that a stack declares, nor what AWS Backup switches on',
    [
      thing('aws_s3_bucket', { bucket: 'b', id: 'b' }),
      ...['policy', 'lifecycle_configuration', 'cors_configuration', 'logging'].map((each) =>
        thing(`aws_s3_bucket_${each}`, { bucket: 'b' }),
      ),
    ],
    {
      's3:GetBucketPolicy': { Policy: forEverybody },
      's3:GetBucketLifecycleConfiguration': { Rules: [{}] },
      's3:GetBucketCors': { CORSRules: [{}] },
      's3:GetBucketLogging': { LoggingEnabled: {} },
      's3:GetBucketNotificationConfiguration': { EventBridgeConfiguration: {} },
      's3:GetBucketAcl': { Owner: { ID: 'me' }, Grants: [{ Grantee: { ID: 'me' }, Permission: 'FULL_CONTROL' }] },
    },
    [],
  ],
  [
    'grants of a key, but not those of services, and other names of it',
    [role, thing('aws_kms_key', { key_id: 'k' }), thing('aws_kms_alias', { name: 'alias/ours' })],
    {
      'kms:ListGrants': {
        Grants: [
          { GrantId: '1', GranteePrincipal: 'rds.eu-central-1.amazonaws.com' },
          { GrantId: '2', GranteePrincipal: `arn:aws:iam::${ME}:role/aws-service-role/autoscaling.amazonaws.com/x` },
          {
            GrantId: '3',
            GranteePrincipal: `arn:aws:iam::${ME}:role/dev-deploy`,
            Constraints: { EncryptionContextEquals: { 'aws:lambda:FunctionArn': 'f' } },
          },
          { GrantId: '4', GranteePrincipal: `arn:aws:iam::${ME}:role/dev-deploy`, Operations: ['Decrypt'] },
          {
            GrantId: '5',
            Name: 'borrowed',
            GranteePrincipal: `arn:aws:iam::${STRANGER}:root`,
            Operations: ['Decrypt'],
          },
          {
            GrantId: '6',
            Name: 'disguised',
            GranteePrincipal: `arn:aws:iam::${STRANGER}:role/x`,
            RetiringPrincipal: `arn:aws:iam::${ME}:role/aws-service-role/autoscaling.amazonaws.com/x`,
            Operations: ['Decrypt'],
          },
          {
            GrantId: '7',
            GranteePrincipal: `arn:aws:iam::${ME}:role/x`,
            RetiringPrincipal: 'rds.eu-central-1.amazonaws.com',
          },
        ],
      },
      'kms:ListAliases': { Aliases: [{ AliasName: 'alias/ours' }, { AliasName: 'alias/theirs', TargetKeyId: 'k' }] },
    },
    ['critical grant borrowed', 'critical grant disguised', 'high grant 4', 'notice alias alias/theirs'],
  ],
  [
    'who may read a secret, who writes it, and where copies of it are',
    [thing('aws_secretsmanager_secret', { arn: 'arn:s', name: 's' })],
    {
      'secretsmanager:GetResourcePolicy': { ResourcePolicy: forStranger },
      'secretsmanager:DescribeSecret': {
        RotationEnabled: true,
        RotationLambdaARN: 'f',
        ReplicationStatus: [{ Region: 'us-east-1' }],
      },
    },
    ['critical policy s', 'high replica us-east-1', 'high rotation s'],
  ],
  [
    'ways into and out of a network',
    [
      thing('aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16', default_network_acl_id: 'acl-0' }),
      thing('aws_internet_gateway', { id: 'igw-ours' }),
      thing('aws_subnet', { id: 'subnet-ours' }),
      thing('aws_security_group', { id: 'sg-ours' }),
      thing('aws_eks_cluster', { name: 'c', vpc_config: [{ cluster_security_group_id: 'sg-eks' }] }),
    ],
    {
      'ec2:DescribeVpcPeeringConnections': {
        VpcPeeringConnections: [
          { VpcPeeringConnectionId: 'pcx-1', Status: { Code: 'active' } },
          { VpcPeeringConnectionId: 'pcx-gone', Status: { Code: 'deleted' } },
        ],
      },
      'ec2:DescribeTransitGatewayVpcAttachments': {
        TransitGatewayVpcAttachments: [{ TransitGatewayAttachmentId: 'tgw-1', State: 'available' }],
      },
      'ec2:DescribeInternetGateways': {
        InternetGateways: [{ InternetGatewayId: 'igw-ours' }, { InternetGatewayId: 'igw-1' }],
      },
      'ec2:DescribeVpnGateways': { VpnGateways: [{ VpnGatewayId: 'vgw-1' }] },
      'ec2:DescribeVpcEndpoints': {
        VpcEndpoints: [{ VpcEndpointId: 'vpce-1' }, { VpcEndpointId: 'vpce-aws', RequesterManaged: true }],
      },
      'ec2:DescribeVpcs': {
        Vpcs: [
          {
            DhcpOptionsId: 'dopt-1',
            CidrBlockAssociationSet: [
              { AssociationId: 'a-0', CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
              { AssociationId: 'a-1', CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } },
              { AssociationId: 'a-2', CidrBlock: '100.65.0.0/16', CidrBlockState: { State: 'disassociated' } },
            ],
          },
        ],
      },
      'ec2:DescribeDhcpOptions': {
        DhcpOptions: [
          {
            DhcpConfigurations: [
              { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }, { Value: '6.6.6.6' }] },
            ],
          },
        ],
      },
      'ec2:DescribeInstances': {
        Reservations: [
          {
            Instances: [
              { InstanceId: 'i-node', Tags: [{ Key: 'eks:cluster-name', Value: 'c' }] },
              { InstanceId: 'i-gone', State: { Name: 'terminated' } },
              { InstanceId: 'i-1', ImageId: 'ami-1', State: { Name: 'running' } },
            ],
          },
        ],
      },
      'ec2:DescribeSecurityGroups': {
        SecurityGroups: [
          { GroupId: 'sg-default', GroupName: 'default' },
          { GroupId: 'sg-ours', GroupName: 'data' },
          { GroupId: 'sg-eks', GroupName: 'eks-cluster-sg-c' },
          { GroupId: 'sg-alb', GroupName: 'k8s-x', Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: 'c' }] },
          { GroupId: 'sg-1', GroupName: 'by-hand' },
        ],
      },
      'ec2:DescribeNetworkInterfaces': {
        NetworkInterfaces: [
          { NetworkInterfaceId: 'eni-nat', InterfaceType: 'nat_gateway', RequesterManaged: true },
          { NetworkInterfaceId: 'eni-rds', RequesterId: 'amazon-rds', Description: 'RDSNetworkInterface' },
          { NetworkInterfaceId: 'eni-lambda', InterfaceType: 'lambda' },
          { NetworkInterfaceId: 'eni-function', Description: 'AWS Lambda VPC ENI-resize' },
          { NetworkInterfaceId: 'eni-eks', Description: 'Amazon EKS c' },
          { NetworkInterfaceId: 'eni-elb', Attachment: { InstanceOwnerId: 'amazon-elb' } },
          { NetworkInterfaceId: 'eni-of-instance', Attachment: { InstanceId: 'i-1', InstanceOwnerId: ME } },
          { NetworkInterfaceId: 'eni-pods', TagSet: [{ Key: 'node.k8s.amazonaws.com/instance_id', Value: 'i' }] },
          { NetworkInterfaceId: 'eni-1', InterfaceType: 'interface', Description: 'by hand' },
        ],
      },
      'ec2:DescribeNatGateways': { NatGateways: [{ NatGatewayId: 'nat-1', State: 'available' }] },
      'ec2:DescribeSubnets': { Subnets: [{ SubnetId: 'subnet-ours' }, { SubnetId: 'subnet-1' }] },
      'ec2:DescribeFlowLogs': { FlowLogs: [{ FlowLogId: 'fl-1' }] },
      'ec2:DescribeNetworkAcls': {
        NetworkAcls: [
          {
            Entries: [
              { RuleNumber: 100, RuleAction: 'allow', Egress: false, CidrBlock: '0.0.0.0/0' },
              { RuleNumber: 32767, RuleAction: 'deny', Egress: false, CidrBlock: '0.0.0.0/0' },
              { RuleNumber: 90, RuleAction: 'deny', Egress: true, CidrBlock: '10.0.0.0/8' },
            ],
          },
        ],
      },
    },
    [
      'critical DHCP options dopt-1',
      'critical Internet gateway igw-1',
      'critical VPN gateway vgw-1',
      'critical peering connection pcx-1',
      'critical transit gateway attachment tgw-1',
      'high NAT gateway nat-1',
      'high VPC endpoint vpce-1',
      'high address range 100.64.0.0/16',
      'high flow log fl-1',
      'high instance i-1',
      'high network ACL entry 90 deny to 10.0.0.0/8',
      'high network interface eni-1',
      'high subnet subnet-1',
      'notice security group sg-1 by-hand',
    ],
  ],
  [
    'routes and associations of a table',
    [
      thing('aws_route_table', { id: 'rtb-1' }),
      thing('aws_route', { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0' }),
      thing('aws_route_table_association', { id: 'rtbassoc-1', route_table_id: 'rtb-1', subnet_id: 's-1' }),
    ],
    {
      'ec2:DescribeRouteTables': {
        RouteTables: [
          {
            Routes: [
              { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
              { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
              { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
              { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' },
              { DestinationCidrBlock: '172.16.0.0/12', TransitGatewayId: 'tgw-1' },
            ],
            Associations: [
              { RouteTableAssociationId: 'rtbassoc-1', SubnetId: 's-1' },
              { RouteTableAssociationId: 'rtbassoc-2', SubnetId: 's-2' },
            ],
          },
        ],
      },
    },
    ['critical route ::/0 via eigw-1', 'high association s-2', 'high route 172.16.0.0/12 via tgw-1'],
  ],
  [
    'records of a zone, but not those of external-dns',
    [
      thing('aws_route53_zone', { zone_id: 'Z', name: 'films.example' }),
      thing('aws_route53_record', { zone_id: 'Z', fqdn: 'www.films.example', type: 'A' }),
    ],
    {
      'route53:ListResourceRecordSets': {
        ResourceRecordSets: [
          { Name: 'films.example.', Type: 'SOA' },
          { Name: 'films.example.', Type: 'NS' },
          { Name: 'www.films.example.', Type: 'A' },
          { Name: 'api.films.example.', Type: 'A', AliasTarget: { DNSName: 'lb' } },
          {
            Name: 'a-api.films.example.',
            Type: 'TXT',
            ResourceRecords: [{ Value: '"heritage=external-dns,external-dns/owner=dev"' }],
          },
          { Name: 'api.films.example.', Type: 'MX', ResourceRecords: [{ Value: '10 evil.example' }] },
          { Name: '\\052.films.example.', Type: 'CNAME', ResourceRecords: [{ Value: 'evil.example' }] },
        ],
      },
      'route53:GetHostedZone': { VPCs: [{ VPCId: 'vpc-x', VPCRegion: 'eu-central-1' }] },
    },
    ['high network of the zone vpc-x', 'high record *.films.example CNAME', 'high record api.films.example MX'],
  ],
  [
    'who gets into a cluster and what is put into it; nodes and EKS itself do',
    [
      role,
      thing('aws_eks_cluster', { name: 'c' }),
      thing('aws_eks_access_entry', { cluster_name: 'c', principal_arn: 'arn:aws:iam::1:role/sre' }),
      thing('aws_eks_access_policy_association', {
        cluster_name: 'c',
        principal_arn: 'arn:aws:iam::1:role/sre',
        policy_arn: 'arn:p/View',
      }),
      thing('aws_eks_addon', { cluster_name: 'c', addon_name: 'coredns' }),
      thing('aws_eks_node_group', {
        cluster_name: 'c',
        node_group_name: 'general',
        resources: [{ autoscaling_groups: [{ name: 'asg-1' }] }],
      }),
    ],
    {
      'eks:ListAccessEntries': {
        accessEntries: [
          'arn:aws:iam::1:role/sre',
          `arn:aws:iam::${ME}:role/dev-deploy`,
          `arn:aws:iam::${ME}:role/aws-service-role/eks.amazonaws.com/x`,
          'arn:aws:iam::1:role/mallory',
        ],
      },
      'eks:DescribeAccessEntry': ({ principalArn }) => ({
        accessEntry: {
          type: String(principalArn).endsWith('dev-deploy') ? 'EC2_LINUX' : 'STANDARD',
          kubernetesGroups: [],
        },
      }),
      'eks:ListAssociatedAccessPolicies': ({ principalArn }) => ({
        associatedAccessPolicies: String(principalArn).endsWith('sre')
          ? [{ policyArn: 'arn:p/View' }, { policyArn: 'arn:p/Edit' }]
          : [{ policyArn: 'arn:p/AmazonEKSClusterAdminPolicy' }],
      }),
      'eks:ListPodIdentityAssociations': {
        associations: [{ associationId: 'a', namespace: 'n', serviceAccount: 's' }],
      },
      'eks:ListAddons': { addons: ['coredns', 'adot'] },
      'eks:ListNodegroups': { nodegroups: ['general', 'miners'] },
      'eks:ListFargateProfiles': { fargateProfileNames: ['f'] },
      'eks:ListIdentityProviderConfigs': { identityProviderConfigs: [{ type: 'oidc', name: 'okta' }] },
      'autoscaling:DescribePolicies': { ScalingPolicies: [{ PolicyName: 'more' }] },
      'autoscaling:DescribeScheduledActions': { ScheduledUpdateGroupActions: [{ ScheduledActionName: 'night' }] },
    },
    [
      'critical access entry arn:aws:iam::1:role/mallory',
      'critical identity provider okta',
      'high Fargate profile f',
      'high access policy Edit',
      'high add-on adot',
      'high node group miners',
      'high pod identity association n/s',
      'high scaling policy more',
      'high scheduled action night',
    ],
  ],
  [
    'who calls a function, and how',
    [
      thing('aws_lambda_function', { function_name: 'f' }),
      thing('aws_lambda_permission', {
        function_name: 'arn:aws:lambda:eu-central-1:1:function:f',
        statement_id: 'ours',
      }),
    ],
    {
      'lambda:GetPolicy': {
        Policy: JSON.stringify({
          Statement: [
            { Sid: 'ours', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } },
            { Sid: 'open', Effect: 'Allow', Principal: '*' },
            {
              Sid: 'bounded',
              Effect: 'Allow',
              Principal: '*',
              Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
            },
          ],
        }),
      },
      'lambda:ListEventSourceMappings': { EventSourceMappings: [{ UUID: 'u', EventSourceArn: 'arn:q' }] },
      'lambda:ListAliases': { Aliases: [{ Name: 'live' }] },
      'lambda:ListFunctionUrlConfigs': { FunctionUrlConfigs: [{ FunctionUrl: 'https://x', AuthType: 'NONE' }] },
      'lambda:ListFunctionEventInvokeConfigs': {
        FunctionEventInvokeConfigs: [{ DestinationConfig: { OnSuccess: { Destination: 'arn:d' } } }],
      },
    },
    [
      'critical function URL https://x',
      'critical permission open',
      'high event source mapping arn:q',
      'high invocation setting arn:d',
      'high permission bounded',
      'notice function alias live',
    ],
  ],
  [
    'snapshots of a database that others may restore, copies that follow it and roles that it takes',
    [
      thing('aws_db_instance', { identifier: 'main' }),
      thing('aws_db_instance', { identifier: 'main-replica-1' }),
      thing('aws_db_proxy', { name: 'ours' }),
    ],
    {
      'rds:DescribeDBSnapshots': ({ DBInstanceIdentifier }) => ({
        DBSnapshots: DBInstanceIdentifier === 'main' ? [{ DBSnapshotIdentifier: 's' }] : [],
      }),
      'rds:DescribeDBSnapshotAttributes': {
        DBSnapshotAttributesResult: {
          DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all', ME] }],
        },
      },
      'rds:DescribeDBInstances': ({ DBInstanceIdentifier }) => ({
        DBInstances:
          DBInstanceIdentifier === 'main'
            ? [
                {
                  ReadReplicaDBInstanceIdentifiers: ['main-replica-1', 'copy'],
                  AssociatedRoles: [{ RoleArn: 'arn:r', FeatureName: 's3Export' }],
                },
              ]
            : [],
      }),
      'rds:DescribeDBProxies': { DBProxies: ['ours', 'theirs', 'elsewhere'].map((DBProxyName) => ({ DBProxyName })) },
      'rds:DescribeDBProxyTargets': ({ DBProxyName }) => ({
        Targets: [{ Type: 'RDS_INSTANCE', RdsResourceId: DBProxyName === 'elsewhere' ? 'other' : 'main' }],
      }),
    },
    [
      'critical shared snapshot s',
      'high proxy of the database theirs',
      'high read replica copy',
      'high role of the database arn:r',
    ],
  ],
  [
    'roles that trust our provider of tokens, and are neither ours nor those of the pipelines of another environment',
    [thing('aws_iam_openid_connect_provider', { arn: 'arn:aws:iam::1:oidc-provider/tokens.example' }), role],
    {
      'iam:ListRoles': {
        Roles: [
          ...['dev-deploy', 'mallory', 'store-prod-plan', 'store-prod-admin'].map((RoleName) => ({
            RoleName,
            AssumeRolePolicyDocument: encodeURIComponent(
              '{"Statement":[{"Principal":{"Federated":"arn:aws:iam::1:oidc-provider/tokens.example"}}]}',
            ),
          })),
          { RoleName: 'other', AssumeRolePolicyDocument: '{"Statement":[]}' },
        ],
      },
      'iam:ListRoleTags': ({ RoleName }) => ({
        Tags: String(RoleName).startsWith('store-')
          ? [
              { Key: 'backlot:platform', Value: 'store' },
              { Key: 'backlot:environment', Value: 'prod' },
            ]
          : [],
      }),
    },
    ['critical role that trusts the provider mallory', 'critical role that trusts the provider store-prod-admin'],
  ],
  [
    'what is put on repositories, the registry, proxies, vaults and plans',
    [
      thing('aws_ecr_repository', { name: 'api' }),
      thing('aws_ecr_registry_scanning_configuration', { id: ME }),
      thing('aws_db_proxy', { name: 'p' }),
      thing('aws_backup_vault', { name: 'v' }),
      thing('aws_backup_plan', { id: 'plan', name: 'daily' }),
      thing('aws_backup_selection', { id: 'ours' }),
    ],
    {
      'ecr:GetRepositoryPolicy': { policyText: forEverybody },
      'ecr:GetLifecyclePolicy': { lifecyclePolicyText: '{}' },
      'ecr:GetRegistryPolicy': { policyText: forStranger },
      'rds:DescribeDBProxyEndpoints': {
        DBProxyEndpoints: [
          { DBProxyEndpointName: 'more', IsDefault: false },
          { DBProxyEndpointName: 'p', IsDefault: true },
        ],
      },
      'backup:GetBackupVaultAccessPolicy': { Policy: forStranger },
      'backup:GetBackupVaultNotifications': { SNSTopicArn: 'arn:t' },
      'backup:ListBackupSelections': {
        BackupSelectionsList: [
          { SelectionId: 'ours', SelectionName: 'x' },
          { SelectionId: 's', SelectionName: 'more' },
        ],
      },
    },
    [
      'critical access policy v',
      'critical policy api',
      `critical registry policy ${ME}`,
      'high lifecycle policy api',
      'high notification v',
      'high proxy endpoint more',
      'notice selection more',
    ],
  ],
  [
    'where logs go, what budgets do, and who stands behind our access control and firewall',
    [
      thing('aws_cloudwatch_log_group', { name: 'l', arn: 'arn:aws:logs:eu-central-1:1:log-group:l' }),
      thing('aws_cloudwatch_log_group', { name: 'l', arn: 'arn:aws:logs:eu-central-1:1:log-group:l2' }),
      thing('aws_budgets_budget', { name: 'b' }),
      thing('aws_cloudfront_origin_access_control', { id: 'oac' }),
      thing('aws_cloudfront_distribution', { id: 'ours' }),
      thing('aws_wafv2_web_acl', { arn: 'arn:acl', scope: 'CLOUDFRONT', name: 'w' }),
      thing('aws_wafv2_web_acl', { arn: 'arn:regional', scope: 'REGIONAL', name: 'r' }),
    ],
    {
      'logs:DescribeSubscriptionFilters': {
        subscriptionFilters: [
          { filterName: 'tap', destinationArn: `arn:aws:logs:eu-central-1:${STRANGER}:destination:x` },
        ],
      },
      'logs:DescribeMetricFilters': { metricFilters: [{ filterName: 'm' }] },
      'logs:DescribeResourcePolicies': {
        resourcePolicies: [
          {
            policyName: 'AWSLogDeliveryWrite20150319',
            policyDocument: '{"Statement":[{"Effect":"Allow","Resource":"*"}]}',
          },
          {
            policyName: 'other',
            policyDocument:
              '{"Statement":[{"Effect":"Allow","Resource":"arn:aws:logs:eu-central-1:1:log-group:/other:*"}]}',
          },
          {
            policyName: 'open',
            policyDocument:
              '{"Statement":[{"Effect":"Allow","Principal":"*","Resource":"arn:aws:logs:*:*:log-group:l*"}]}',
          },
        ],
      },
      'budgets:DescribeBudgetActionsForBudget': { Actions: [{ ActionId: 'a', ActionType: 'APPLY_IAM_POLICY' }] },
      'cloudfront:ListDistributions': {
        DistributionList: {
          Items: ['ours', 'theirs'].map((Id) => ({
            Id,
            DomainName: 'd',
            Origins: { Items: [{ OriginAccessControlId: 'oac' }] },
          })),
        },
      },
      'cloudfront:ListDistributionsByWebACLId': { DistributionList: { Items: [{ Id: 'ours' }, { Id: 'x' }] } },
      'wafv2:ListResourcesForWebACL': { ResourceArns: ['arn:lb'] },
      'wafv2:GetLoggingConfiguration': ({ ResourceArn }) =>
        ResourceArn === 'arn:acl' ? { LoggingConfiguration: { LogDestinationConfigs: ['arn:aws:s3:::x'] } } : undefined,
    },
    [
      'critical budget action a',
      'critical distribution theirs d',
      'critical resource policy of logs open',
      'critical subscription filter tap',
      'high firewall log arn:aws:s3:::x',
      'notice association arn:lb',
      'notice association distribution x',
      'notice metric filter m',
    ],
  ],
];

describe('what is attached beside ours', () => {
  it.each(CASES)('names %s', async (_, things, answers, named) => {
    const { additions, notChecked } = await look(things, answers);
    expect(additions.map(short).sort()).toEqual([...named].sort());
    expect(notChecked).toEqual([]);
    for (const { remove } of additions) expect(remove).toMatch(/^aws --region eu-central-1 [a-z0-9]+ [a-z-]+/);
  });

  it('names the severe first, and where it is', async () => {
    const [, things, answers] = CASES[0] ?? [];
    const { additions } = await look(things ?? [], answers ?? {});
    expect(additions.map(({ severity }) => severity)).toEqual([
      'critical',
      'critical',
      'critical',
      'critical',
      'high',
      'high',
    ]);
    expect(additions[0]).toMatchObject({ owner: 'data', on: 'aws_iam_role.x', onName: 'dev-deploy' });
  });

  it('says what could not be asked, once for each answer, with the right that is missing', async () => {
    const refused = new Unanswered('kms:ListGrants', true, 'kms:ListGrants: AccessDeniedException: no right on key/1');
    const readings: Readings = {
      ask: async (operation) => {
        if (operation === 'kms:ListGrants') throw refused;
        return undefined;
      },
      close: () => {},
    };
    const ours = new OwnResources([thing('aws_kms_key', { key_id: '1' }), thing('aws_kms_key', { key_id: '2' })]);
    expect(await additionsTo(ours, { readings, accountId: ME })).toEqual({
      additions: [],
      notChecked: [
        { what: 'grants', count: 2, on: 'aws_kms_key.x', reason: refused.message, needs: ['kms:ListGrants'] },
      ],
    });
  });

  it('says so too when an answer is none that it can read, and goes on', async () => {
    const things = [thing('aws_lambda_function', { function_name: 'f' }), thing('aws_ecr_repository', { name: 'api' })];
    const { additions, notChecked } = await look(things, {
      'lambda:GetPolicy': { Policy: 'no JSON' },
      'ecr:GetRepositoryPolicy': { policyText: forEverybody },
    });
    expect(additions.map(short)).toEqual(['critical policy api']);
    expect(notChecked).toMatchObject([{ what: 'permissions', count: 1, needs: [] }]);
  });

  it('asks only about the stacks that are looked at, and knows those of all others', async () => {
    const things = [
      thing('aws_sns_topic', { arn: 'arn:t', name: 't' }, 'messaging'),
      thing('aws_kms_key', { key_id: 'k' }, 'foundation'),
      thing('aws_sns_topic_subscription', { topic_arn: 'arn:t', protocol: 'sqs', endpoint: 'q' }, 'media'),
    ];
    const readings = new MemoryReadings({
      'sns:ListSubscriptionsByTopic': { Subscriptions: [{ SubscriptionArn: 'a', Protocol: 'sqs', Endpoint: 'q' }] },
      'kms:ListGrants': { Grants: [{ GrantId: '1', GranteePrincipal: `arn:aws:iam::${ME}:user/ann` }] },
    });
    const of = { readings, accountId: ME };
    const ours = new OwnResources(things);
    expect((await additionsTo(ours, { ...of, stacks: ['messaging'] })).additions).toEqual([]);
    expect((await additionsTo(ours, of)).additions).toHaveLength(1);
  });
});
