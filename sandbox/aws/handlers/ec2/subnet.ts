import { type Call, handler, type Template } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

/** ModifySubnetAttribute takes one attribute per request. */
const SETTINGS: readonly Call[] = [
  setting('map_public_ip_on_launch', { MapPublicIpOnLaunch: { Value: '{map_public_ip_on_launch}' } }),
  setting('private_dns_hostname_type_on_launch', {
    PrivateDnsHostnameTypeOnLaunch: '{private_dns_hostname_type_on_launch}',
  }),
  setting('enable_resource_name_dns_a_record_on_launch', {
    EnableResourceNameDnsARecordOnLaunch: { Value: '{enable_resource_name_dns_a_record_on_launch}' },
  }),
  setting('enable_resource_name_dns_aaaa_record_on_launch', {
    EnableResourceNameDnsAAAARecordOnLaunch: { Value: '{enable_resource_name_dns_aaaa_record_on_launch}' },
  }),
  setting('enable_dns64', { EnableDns64: { Value: '{enable_dns64}' } }),
  setting('assign_ipv6_address_on_creation', {
    AssignIpv6AddressOnCreation: { Value: '{assign_ipv6_address_on_creation}' },
  }),
];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
export default handler({
  type: 'aws_subnet',
  service: 'ec2',
  created: { id: 'Subnet.SubnetId' },
  key: { SubnetId: '{id}' },
  create: [{ call: 'CreateSubnet' }, ...SETTINGS],
  read: { call: 'DescribeSubnets', at: 'Subnets.0' },
  update: SETTINGS,
  delete: { call: 'DeleteSubnet' },
  names: {
    arn: 'SubnetArn',
    enable_resource_name_dns_a_record_on_launch: 'PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord',
    enable_resource_name_dns_aaaa_record_on_launch: 'PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord',
    private_dns_hostname_type_on_launch: 'PrivateDnsNameOptionsOnLaunch.HostnameType',
  },
  defaults: {
    assign_ipv6_address_on_creation: false,
    enable_dns64: false,
    enable_resource_name_dns_a_record_on_launch: false,
    enable_resource_name_dns_aaaa_record_on_launch: false,
    ipv6_native: false,
    map_public_ip_on_launch: false,
  },
  immutable: ['ipv4_ipam_pool_id', 'ipv4_netmask_length', 'ipv6_native', 'outpost_arn'],
  ready: { State: 'available' },
  tags: ec2Tagging('subnet'),
  recordedAttributes: {
    assign_ipv6_address_on_creation: 'the emulator gives subnets no IPv6 block',
    customer_owned_ipv4_pool: 'the emulator has no Outposts',
    enable_dns64: 'ModifySubnetAttribute ignores it',
    enable_lni_at_device_index: 'the emulator has no Outposts',
    ipv4_ipam_pool_id: 'the emulator has no IPAM',
    ipv4_netmask_length: 'the emulator has no IPAM',
    ipv6_cidr_block: 'the emulator gives subnets no IPv6 block',
    ipv6_ipam_pool_id: 'the emulator has no IPAM',
    ipv6_native: 'the emulator gives subnets no IPv6 block',
    ipv6_netmask_length: 'the emulator has no IPAM',
    map_customer_owned_ip_on_launch: 'the emulator has no Outposts',
    outpost_arn: 'the emulator has no Outposts',
  },
});

function setting(name: string, input: { readonly [member: string]: Template }): Call {
  return { call: 'ModifySubnetAttribute', send: 'none', when: [name], input };
}
