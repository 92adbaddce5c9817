import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

const inVpc = { Name: 'vpc-id', Values: ['{id}'] };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
export default handler({
  type: 'aws_vpc',
  service: 'ec2',
  created: { id: 'Vpc.VpcId' },
  key: { VpcId: '{id}' },
  create: [
    { call: 'CreateVpc' },
    // Always, since a new VPC has it on and "off" would not count as something to send.
    { call: 'ModifyVpcAttribute', send: ['enable_dns_support'], when: [] },
    { call: 'ModifyVpcAttribute', send: ['enable_dns_hostnames'] },
    { call: 'ModifyVpcAttribute', send: ['enable_network_address_usage_metrics'] },
  ],
  read: [
    { call: 'DescribeVpcs', at: 'Vpcs.0' },
    { call: 'DescribeVpcAttribute', input: { Attribute: 'enableDnsSupport' }, only: ['enable_dns_support'] },
    { call: 'DescribeVpcAttribute', input: { Attribute: 'enableDnsHostnames' }, only: ['enable_dns_hostnames'] },
    {
      call: 'DescribeRouteTables',
      at: 'RouteTables.0',
      input: { Filters: [inVpc, { Name: 'association.main', Values: ['true'] }] },
      only: [],
      set: ({ RouteTableId: id }) => ({ main_route_table_id: id, default_route_table_id: id }),
    },
    {
      call: 'DescribeNetworkAcls',
      at: 'NetworkAcls.0',
      input: { Filters: [inVpc, { Name: 'default', Values: ['true'] }] },
      only: [],
      set: ({ NetworkAclId }) => ({ default_network_acl_id: NetworkAclId }),
    },
    {
      call: 'DescribeSecurityGroups',
      at: 'SecurityGroups.0',
      input: { Filters: [inVpc, { Name: 'group-name', Values: ['default'] }] },
      only: [],
      set: ({ GroupId }) => ({ default_security_group_id: GroupId }),
    },
  ],
  update: [
    { call: 'ModifyVpcAttribute', send: ['enable_dns_support'] },
    { call: 'ModifyVpcAttribute', send: ['enable_dns_hostnames'] },
    { call: 'ModifyVpcAttribute', send: ['enable_network_address_usage_metrics'] },
  ],
  delete: { call: 'DeleteVpc' },
  names: { assign_generated_ipv6_cidr_block: 'AmazonProvidedIpv6CidrBlock' },
  defaults: { assign_generated_ipv6_cidr_block: false, enable_dns_support: true, instance_tenancy: 'default' },
  immutable: ['instance_tenancy', 'ipv4_ipam_pool_id', 'ipv4_netmask_length'],
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:vpc/{id}' },
  ready: { State: 'available' },
  tags: ec2Tagging('vpc'),
  recordedAttributes: {
    assign_generated_ipv6_cidr_block: 'the emulator gives VPCs no IPv6 block',
    enable_network_address_usage_metrics: 'ModifyVpcAttribute ignores it',
    ipv4_ipam_pool_id: 'the emulator has no IPAM',
    ipv4_netmask_length: 'the emulator has no IPAM',
    ipv6_cidr_block: 'the emulator gives VPCs no IPv6 block',
    ipv6_cidr_block_network_border_group: 'the emulator gives VPCs no IPv6 block',
    ipv6_ipam_pool_id: 'the emulator has no IPAM',
    ipv6_netmask_length: 'the emulator has no IPAM',
  },
});
