import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { type Resources, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const policy = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }] });
const service = (name: string) => `com.amazonaws.eu-central-1.${name}`;

const resources = {
  aws_vpc: { main: { cidr_block: '10.50.0.0/16' } },
  aws_subnet: {
    one: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.50.0.0/24', availability_zone: 'eu-central-1a' },
    two: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.50.1.0/24', availability_zone: 'eu-central-1b' },
  },
  aws_route_table: { one: { vpc_id: '${aws_vpc.main.id}' }, two: { vpc_id: '${aws_vpc.main.id}' } },
  aws_security_group: { endpoints: { name: 'endpoints', vpc_id: '${aws_vpc.main.id}' } },
  aws_vpc_endpoint: {
    s3: {
      vpc_id: '${aws_vpc.main.id}',
      service_name: service('s3'),
      route_table_ids: ['${aws_route_table.one.id}', '${aws_route_table.two.id}'],
      policy: policy('s3:*'),
    },
    sqs: {
      vpc_id: '${aws_vpc.main.id}',
      vpc_endpoint_type: 'Interface',
      service_name: service('sqs'),
      subnet_ids: ['${aws_subnet.one.id}'],
      security_group_ids: ['${aws_security_group.endpoints.id}'],
      private_dns_enabled: true,
    },
  },
  aws_flow_log: {
    all: {
      vpc_id: '${aws_vpc.main.id}',
      traffic_type: 'ALL',
      iam_role_arn: 'arn:aws:iam::210987654321:role/flow-logs',
      log_destination: 'arn:aws:logs:eu-central-1:210987654321:log-group:flow-logs',
      max_aggregation_interval: 60,
      tags: { Name: 'all' },
    },
  },
} satisfies Resources;

const changed = {
  ...resources,
  aws_vpc_endpoint: {
    s3: {
      ...resources.aws_vpc_endpoint.s3,
      route_table_ids: ['${aws_route_table.two.id}'],
      policy: policy('s3:GetObject'),
    },
    sqs: {
      ...resources.aws_vpc_endpoint.sqs,
      subnet_ids: ['${aws_subnet.one.id}', '${aws_subnet.two.id}'],
      private_dns_enabled: false,
    },
  },
  aws_flow_log: { all: { ...resources.aws_flow_log.all, max_aggregation_interval: 600, tags: { Name: 'slow' } } },
} satisfies Resources;

jest.setTimeout(120_000);

let cloud: TestCloud;
const idOf = async (address: string): Promise<string> => (await cloud.attributes(address)).id;
const ec2 = (operation: string, input: object) => cloud.call('ec2', operation, input);

beforeAll(async () => {
  cloud = await TestCloud.start();
});

afterAll(() => cloud.close());

describe('endpoints and the records of traffic', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    changed,
    changes: ['delete,create aws_flow_log.all', 'update aws_vpc_endpoint.s3', 'update aws_vpc_endpoint.sqs'],
    created: async () => {
      expect(await cloud.attributes('aws_vpc_endpoint.s3')).toMatchObject({
        vpc_endpoint_type: 'Gateway',
        prefix_list_id: expect.stringMatching(/^pl-/),
        cidr_blocks: [expect.stringMatching(/\/24$/)],
        state: 'available',
      });
      const log = await cloud.attributes('aws_flow_log.all');
      expect(log.log_format).toMatch(/^\$\{version\} \$\{account-id\} .* \$\{log-status\}$/);
      const { FlowLogs } = await ec2('DescribeFlowLogs', { FlowLogIds: [log.id] });
      expect(FlowLogs[0].Tags).toContainEqual({ Key: 'Name', Value: 'all' });
    },
    updated: async () => {
      const { VpcEndpoints } = await ec2('DescribeVpcEndpoints', {
        VpcEndpointIds: [await idOf('aws_vpc_endpoint.s3')],
      });
      expect(VpcEndpoints[0].RouteTableIds).toEqual([await idOf('aws_route_table.two')]);
    },
    meddle: async () => {
      await ec2('ModifyVpcEndpoint', {
        VpcEndpointId: await idOf('aws_vpc_endpoint.s3'),
        AddRouteTableIds: [await idOf('aws_route_table.one')],
      });
      await ec2('DeleteVpcEndpoints', { VpcEndpointIds: [await idOf('aws_vpc_endpoint.sqs')] });
      await ec2('CreateTags', {
        Resources: [await idOf('aws_flow_log.all')],
        Tags: [{ Key: 'Name', Value: 'by hand' }],
      });
    },
    drift: { 'aws_flow_log.all': ['tags'], 'aws_vpc_endpoint.s3': ['route_table_ids'], 'aws_vpc_endpoint.sqs': [] },
    imports: async () => {
      const addresses = Object.entries(changed).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      );
      return Object.fromEntries(await Promise.all(addresses.map(async (address) => [address, await idOf(address)])));
    },
    unknownToImport: {
      'aws_flow_log.all': ['iam_role_arn'],
      'aws_vpc_endpoint.s3': ['policy'],
      'aws_vpc_endpoint.sqs': ['security_group_ids'],
    },
    destroyed: async () => {
      expect((await ec2('DescribeVpcEndpoints', {})).VpcEndpoints).toEqual([]);
      expect((await ec2('DescribeFlowLogs', {})).FlowLogs).toEqual([]);
    },
  });
});
