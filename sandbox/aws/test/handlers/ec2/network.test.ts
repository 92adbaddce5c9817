import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { type Resources, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const ANYWHERE = '0.0.0.0/0';
const NO_TARGET = {
  core_network_arn: null,
  destination_prefix_list_id: null,
  egress_only_gateway_id: null,
  ipv6_cidr_block: null,
  nat_gateway_id: null,
  network_interface_id: null,
  transit_gateway_id: null,
  vpc_endpoint_id: null,
  vpc_peering_connection_id: null,
};
const toInternet = (cidr_block: string) => ({ ...NO_TARGET, cidr_block, gateway_id: '${aws_internet_gateway.out.id}' });
const inline = { carrier_gateway_id: null, local_gateway_id: null, odb_network_arn: null };
const adopted = { instance_id: null };

const resources = {
  aws_vpc: { main: { cidr_block: '10.30.0.0/16', enable_dns_hostnames: true, tags: { Name: 'main' } } },
  aws_subnet: {
    public: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.30.0.0/24', availability_zone: 'eu-central-1a' },
    private: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.30.1.0/24', availability_zone: 'eu-central-1b' },
  },
  aws_internet_gateway: { out: { vpc_id: '${aws_vpc.main.id}' } },
  aws_eip: { nat: { domain: 'vpc' } },
  aws_nat_gateway: { out: { allocation_id: '${aws_eip.nat.id}', subnet_id: '${aws_subnet.public.id}' } },
  aws_default_route_table: { unused: { default_route_table_id: '${aws_vpc.main.default_route_table_id}', route: [] } },
  aws_route_table: {
    private: { vpc_id: '${aws_vpc.main.id}', tags: { Name: 'private' } },
    public: { vpc_id: '${aws_vpc.main.id}', route: [{ ...inline, ...toInternet(ANYWHERE) }] },
  },
  aws_route: {
    out: {
      route_table_id: '${aws_route_table.private.id}',
      destination_cidr_block: ANYWHERE,
      nat_gateway_id: '${aws_nat_gateway.out.id}',
    },
  },
  aws_route_table_association: {
    private: { subnet_id: '${aws_subnet.private.id}', route_table_id: '${aws_route_table.private.id}' },
    public: { subnet_id: '${aws_subnet.public.id}', route_table_id: '${aws_route_table.public.id}' },
  },
} satisfies Resources;

const changed = {
  ...resources,
  aws_vpc: {
    main: {
      ...resources.aws_vpc.main,
      enable_dns_support: false,
      enable_dns_hostnames: false,
      tags: { Name: 'other' },
    },
  },
  aws_subnet: {
    ...resources.aws_subnet,
    public: {
      ...resources.aws_subnet.public,
      enable_resource_name_dns_a_record_on_launch: true,
      map_public_ip_on_launch: true,
      private_dns_hostname_type_on_launch: 'resource-name',
    },
  },
  aws_default_route_table: {
    unused: { ...resources.aws_default_route_table.unused, route: [{ ...adopted, ...toInternet('192.168.0.0/16') }] },
  },
  aws_route_table: {
    ...resources.aws_route_table,
    public: {
      vpc_id: '${aws_vpc.main.id}',
      route: [
        { ...inline, ...toInternet('172.16.0.0/12') },
        { ...inline, ...toInternet(ANYWHERE) },
      ],
    },
  },
  aws_route: {
    out: {
      route_table_id: '${aws_route_table.private.id}',
      destination_cidr_block: ANYWHERE,
      gateway_id: '${aws_internet_gateway.out.id}',
    },
  },
  aws_route_table_association: {
    ...resources.aws_route_table_association,
    private: { subnet_id: '${aws_subnet.private.id}', route_table_id: '${aws_route_table.public.id}' },
  },
} satisfies Resources;

jest.setTimeout(120_000);

let cloud: TestCloud;
const idOf = async (address: string): Promise<string> => (await cloud.attributes(address)).id;
const ec2 = (operation: string, input: object) => cloud.call('ec2', operation, input);

beforeAll(async () => {
  cloud = await TestCloud.start();
});

afterAll(() => cloud.close());

describe('a network with a way out', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    changed,
    changes: [
      'update aws_default_route_table.unused',
      'update aws_route.out',
      'update aws_route_table.public',
      'update aws_route_table_association.private',
      'update aws_subnet.public',
      'update aws_vpc.main',
    ],
    created: async () => {
      const vpc = await cloud.attributes('aws_vpc.main');
      expect(vpc).toMatchObject({
        arn: `arn:aws:ec2:eu-central-1:${cloud.account}:vpc/${vpc.id}`,
        default_route_table_id: expect.stringMatching(/^rtb-/),
        default_security_group_id: expect.stringMatching(/^sg-/),
        default_network_acl_id: expect.stringMatching(/^acl-/),
        owner_id: cloud.account,
        tags_all: { Name: 'main', owner: 'test' },
      });
      const { public_ip } = await cloud.attributes('aws_eip.nat');
      expect(await cloud.attributes('aws_nat_gateway.out')).toMatchObject({ public_ip, availability_mode: 'zonal' });
      expect(await idOf('aws_route.out')).toBe(`r-${await idOf('aws_route_table.private')}1080289494`);
    },
    updated: async () => {
      const { EnableDnsSupport } = await ec2('DescribeVpcAttribute', {
        VpcId: await idOf('aws_vpc.main'),
        Attribute: 'enableDnsSupport',
      });
      expect(EnableDnsSupport).toEqual({ Value: false });
      const { RouteTables } = await ec2('DescribeRouteTables', {
        RouteTableIds: [await idOf('aws_route_table.private')],
      });
      expect(RouteTables[0].Routes).toHaveLength(2);
      expect(RouteTables[0].Routes[1]).toMatchObject({ GatewayId: await idOf('aws_internet_gateway.out') });
    },
    meddle: async () => {
      const vpc = await idOf('aws_vpc.main');
      const [unused, table] = [await idOf('aws_default_route_table.unused'), await idOf('aws_route_table.public')];
      await ec2('CreateTags', { Resources: [vpc], Tags: [{ Key: 'Name', Value: 'changed by hand' }] });
      await ec2('ModifySubnetAttribute', {
        SubnetId: await idOf('aws_subnet.public'),
        MapPublicIpOnLaunch: { Value: false },
      });
      await ec2('DetachInternetGateway', { InternetGatewayId: await idOf('aws_internet_gateway.out'), VpcId: vpc });
      await ec2('CreateRoute', { RouteTableId: unused, DestinationCidrBlock: ANYWHERE, GatewayId: 'igw-1' });
      await ec2('DeleteRoute', { RouteTableId: table, DestinationCidrBlock: ANYWHERE });
      await ec2('DeleteRoute', { RouteTableId: await idOf('aws_route_table.private'), DestinationCidrBlock: ANYWHERE });
      await ec2('DisassociateRouteTable', { AssociationId: await idOf('aws_route_table_association.public') });
      await ec2('ReplaceRouteTableAssociation', {
        AssociationId: await idOf('aws_route_table_association.private'),
        RouteTableId: unused,
      });
      await ec2('DeleteNatGateway', { NatGatewayId: await idOf('aws_nat_gateway.out') });
      await ec2('DeleteTags', { Resources: [await idOf('aws_eip.nat')], Tags: [{ Key: 'owner' }] });
    },
    drift: {
      'aws_default_route_table.unused': ['route'],
      'aws_eip.nat': [],
      'aws_internet_gateway.out': ['vpc_id'],
      'aws_nat_gateway.out': [],
      'aws_route.out': [],
      'aws_route_table.public': ['route'],
      'aws_route_table_association.private': ['id', 'route_table_id'],
      'aws_route_table_association.public': [],
      'aws_subnet.public': ['map_public_ip_on_launch'],
      'aws_vpc.main': ['tags'],
    },
    imports: async () => {
      const single = ['aws_vpc.main', 'aws_subnet.public', 'aws_subnet.private', 'aws_internet_gateway.out'];
      const more = ['aws_eip.nat', 'aws_nat_gateway.out', 'aws_route_table.private', 'aws_route_table.public'];
      const ids = await Promise.all([...single, ...more].map(async (address) => [address, await idOf(address)]));
      const table = await idOf('aws_route_table.public');
      return {
        ...Object.fromEntries(ids),
        'aws_default_route_table.unused': await idOf('aws_vpc.main'),
        'aws_route.out': `${await idOf('aws_route_table.private')}_${ANYWHERE}`,
        'aws_route_table_association.private': `${await idOf('aws_subnet.private')}/${table}`,
        'aws_route_table_association.public': `${await idOf('aws_subnet.public')}/${table}`,
      };
    },
    unknownToImport: { 'aws_nat_gateway.out': ['allocation_id'] },
    destroyed: async () => {
      const Filters = [{ Name: 'tag:owner', Values: ['test'] }];
      expect((await ec2('DescribeVpcs', { Filters })).Vpcs).toEqual([]);
      expect((await ec2('DescribeSubnets', { Filters })).Subnets).toEqual([]);
      expect((await ec2('DescribeInternetGateways', { Filters })).InternetGateways).toEqual([]);
      expect((await ec2('DescribeAddresses', {})).Addresses).toEqual([]);
      expect((await ec2('DescribeRouteTables', { Filters })).RouteTables).toEqual([]);
    },
  });
});
