import { type Attributes, handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

const LOST = 'DescribeVpcEndpoints does not tell it';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export default handler({
  type: 'aws_vpc_endpoint',
  service: 'ec2',
  created: { id: 'VpcEndpoint.VpcEndpointId' },
  key: { VpcEndpointId: '{id}' },
  create: { call: 'CreateVpcEndpoint' },
  read: [
    {
      call: 'DescribeVpcEndpoints',
      at: 'VpcEndpoints.0',
      only: [
        'owner_id',
        'requester_managed',
        'route_table_ids',
        'service_name',
        'state',
        'subnet_ids',
        'vpc_endpoint_type',
        'vpc_id',
      ],
      set: ({ NetworkInterfaceIds = [], DnsEntries = [], RequesterManaged = false }): Attributes => ({
        dns_entry: DnsEntries.map(({ DnsName, HostedZoneId }: Record<string, string>) => ({
          dns_name: DnsName,
          hosted_zone_id: HostedZoneId,
        })),
        network_interface_ids: NetworkInterfaceIds,
        requester_managed: RequesterManaged,
      }),
    },
    {
      call: 'DescribePrefixLists',
      at: 'PrefixLists.0',
      when: (state) => state.vpc_endpoint_type === 'Gateway',
      input: { Filters: [{ Name: 'prefix-list-name', Values: ['{service_name}'] }] },
      only: [],
      set: ({ Cidrs, PrefixListId }) => ({ cidr_blocks: Cidrs ?? [], prefix_list_id: PrefixListId ?? null }),
    },
  ],
  update: [
    {
      when: ['route_table_ids', 'security_group_ids', 'subnet_ids'],
      run: async (state, { call, prior }) => {
        await call('ModifyVpcEndpoint', {
          VpcEndpointId: state.id,
          AddRouteTableIds: without(state.route_table_ids, prior.route_table_ids),
          RemoveRouteTableIds: without(prior.route_table_ids, state.route_table_ids),
          AddSecurityGroupIds: without(state.security_group_ids, prior.security_group_ids),
          RemoveSecurityGroupIds: without(prior.security_group_ids, state.security_group_ids),
          AddSubnetIds: without(state.subnet_ids, prior.subnet_ids),
          RemoveSubnetIds: without(prior.subnet_ids, state.subnet_ids),
        });
      },
    },
    { call: 'ModifyVpcEndpoint', send: ['policy'] },
    { call: 'ModifyVpcEndpoint', send: ['private_dns_enabled'] },
    { call: 'ModifyVpcEndpoint', send: ['dns_options', 'ip_address_type', 'subnet_configuration'] },
  ],
  delete: { call: 'DeleteVpcEndpoints' },
  names: { policy: 'PolicyDocument', subnet_configuration: 'SubnetConfigurations' },
  defaults: { vpc_endpoint_type: 'Gateway' },
  immutable: ['resource_configuration_arn', 'service_network_arn', 'service_region'],
  local: ['auto_accept'],
  optionalComputed: ['dns_options', 'subnet_configuration'],
  computed: {
    arn: 'arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}',
    private_dns_enabled: (state) => state.private_dns_enabled ?? false,
    service_region: (state, { region }) => state.service_region || region,
  },
  ready: { State: ['available', 'pendingAcceptance'] },
  failed: { State: ['failed', 'rejected', 'expired'] },
  gone: { State: 'deleted' },
  tags: ec2Tagging('vpc-endpoint'),
  recordedAttributes: {
    dns_options: LOST,
    ip_address_type: LOST,
    policy: LOST,
    private_dns_enabled: LOST,
    resource_configuration_arn: LOST,
    security_group_ids: LOST,
    service_network_arn: LOST,
    service_region: LOST,
    subnet_configuration: LOST,
  },
});

function without(these: readonly string[] | null = [], those: readonly string[] | null = []): string[] {
  return (these ?? []).filter((id) => !(those ?? []).includes(id));
}
