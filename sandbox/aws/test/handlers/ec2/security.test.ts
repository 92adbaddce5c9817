import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { type Resources, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const NO_PEER = {
  cidr_blocks: null,
  description: null,
  ipv6_cidr_blocks: null,
  prefix_list_ids: null,
  security_groups: null,
  self: null,
};
const NO_NETWORK = { icmp_code: null, icmp_type: null, ipv6_cidr_block: null };

const resources = {
  aws_vpc: { main: { cidr_block: '10.40.0.0/16' } },
  aws_subnet: {
    data: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.40.0.0/24', availability_zone: 'eu-central-1a' },
  },
  aws_default_security_group: { locked: { vpc_id: '${aws_vpc.main.id}', ingress: [], egress: [] } },
  aws_security_group: {
    api: { name: 'api', description: 'The API', vpc_id: '${aws_vpc.main.id}' },
    data: { name: 'data', description: 'Data stores', vpc_id: '${aws_vpc.main.id}' },
    inline: {
      name: 'inline',
      vpc_id: '${aws_vpc.main.id}',
      ingress: [
        {
          ...NO_PEER,
          protocol: 'tcp',
          from_port: 443,
          to_port: 443,
          cidr_blocks: ['10.0.0.0/8', '172.16.0.0/12'],
          self: true,
        },
      ],
      egress: [
        { ...NO_PEER, protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'], description: 'Everything' },
      ],
    },
  },
  aws_vpc_security_group_ingress_rule: {
    data: {
      security_group_id: '${aws_security_group.data.id}',
      referenced_security_group_id: '${aws_security_group.api.id}',
      description: 'Queries & answers',
      ip_protocol: 'tcp',
      from_port: 5432,
      to_port: 5432,
    },
    https: {
      security_group_id: '${aws_security_group.api.id}',
      cidr_ipv4: '10.0.0.0/8',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    },
  },
  aws_vpc_security_group_egress_rule: {
    all: { security_group_id: '${aws_security_group.api.id}', cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
  },
  aws_network_acl: {
    data: {
      vpc_id: '${aws_vpc.main.id}',
      subnet_ids: ['${aws_subnet.data.id}'],
      ingress: [
        {
          ...NO_NETWORK,
          rule_no: 100,
          action: 'allow',
          protocol: '-1',
          cidr_block: '10.40.0.0/16',
          from_port: 0,
          to_port: 0,
        },
      ],
      egress: [
        {
          ...NO_NETWORK,
          rule_no: 100,
          action: 'allow',
          protocol: '-1',
          cidr_block: '10.40.0.0/16',
          from_port: 0,
          to_port: 0,
        },
      ],
    },
  },
} satisfies Resources;

const changed = {
  ...resources,
  aws_security_group: {
    ...resources.aws_security_group,
    inline: {
      ...resources.aws_security_group.inline,
      ingress: [
        {
          ...NO_PEER,
          protocol: 'tcp',
          from_port: 443,
          to_port: 443,
          cidr_blocks: ['10.0.0.0/8'],
          description: 'HTTPS',
        },
      ],
    },
  },
  aws_vpc_security_group_ingress_rule: {
    data: {
      ...resources.aws_vpc_security_group_ingress_rule.data,
      referenced_security_group_id: '${aws_security_group.inline.id}',
    },
    https: {
      ...resources.aws_vpc_security_group_ingress_rule.https,
      from_port: 8443,
      to_port: 8444,
      description: 'HTTPS',
    },
  },
  aws_network_acl: {
    data: {
      ...resources.aws_network_acl.data,
      ingress: [
        {
          ...NO_NETWORK,
          rule_no: 100,
          action: 'deny',
          protocol: '-1',
          cidr_block: '10.40.0.0/16',
          from_port: 0,
          to_port: 0,
        },
        {
          ...NO_NETWORK,
          rule_no: 200,
          action: 'allow',
          protocol: 'tcp',
          cidr_block: '10.40.1.0/24',
          from_port: 5432,
          to_port: 5433,
        },
      ],
    },
  },
} satisfies Resources;

jest.setTimeout(120_000);

let cloud: TestCloud;
const idOf = async (address: string): Promise<string> => (await cloud.attributes(address)).id;
const ec2 = (operation: string, input: object) => cloud.call('ec2', operation, input);
const rulesOf = async (group: string) =>
  (await ec2('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [await idOf(group)] }] }))
    .SecurityGroupRules;

beforeAll(async () => {
  cloud = await TestCloud.start();
});

afterAll(() => cloud.close());

describe('what a network lets through', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    changed,
    changes: [
      'update aws_network_acl.data',
      'update aws_security_group.inline',
      'update aws_vpc_security_group_ingress_rule.data',
      'update aws_vpc_security_group_ingress_rule.https',
    ],
    created: async () => {
      expect(await rulesOf('aws_default_security_group.locked')).toEqual([]);
      expect(await rulesOf('aws_security_group.inline')).toHaveLength(4);
      const [, ...others] = await rulesOf('aws_security_group.data');
      expect(others).toEqual([]);
      const rule = await cloud.attributes('aws_vpc_security_group_ingress_rule.data');
      expect(rule.arn).toBe(`arn:aws:ec2:eu-central-1:${cloud.account}:security-group-rule/${rule.id}`);
      expect((await cloud.attributes('aws_security_group.inline')).description).toBe('Managed by Terraform');
    },
    updated: async () => {
      const [rule] = await rulesOf('aws_security_group.data');
      expect(rule).toMatchObject({
        SecurityGroupRuleId: await idOf('aws_vpc_security_group_ingress_rule.data'),
        ReferencedGroupInfo: { GroupId: await idOf('aws_security_group.inline') },
        Tags: [{ Key: 'owner', Value: 'test' }],
      });
      expect(await rulesOf('aws_security_group.inline')).toHaveLength(2);
    },
    meddle: async () => {
      await ec2('RevokeSecurityGroupIngress', {
        GroupId: await idOf('aws_security_group.data'),
        SecurityGroupRuleIds: [await idOf('aws_vpc_security_group_ingress_rule.data')],
      });
      await ec2('CreateTags', {
        Resources: [await idOf('aws_vpc_security_group_egress_rule.all')],
        Tags: [{ Key: 'by', Value: 'hand' }],
      });
      const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
      for (const group of ['aws_default_security_group.locked', 'aws_security_group.inline']) {
        await ec2('AuthorizeSecurityGroupIngress', { GroupId: await idOf(group), IpPermissions: everything });
      }
      const NetworkAclId = await idOf('aws_network_acl.data');
      await ec2('DeleteNetworkAclEntry', { NetworkAclId, RuleNumber: 200, Egress: false });
      await ec2('CreateNetworkAclEntry', {
        NetworkAclId,
        RuleNumber: 50,
        Egress: true,
        Protocol: '-1',
        RuleAction: 'allow',
        CidrBlock: '0.0.0.0/0',
      });
    },
    drift: {
      'aws_default_security_group.locked': ['ingress'],
      'aws_network_acl.data': ['egress', 'ingress'],
      'aws_security_group.inline': ['ingress'],
      'aws_vpc_security_group_egress_rule.all': ['tags'],
      'aws_vpc_security_group_ingress_rule.data': [],
    },
    imports: async () => {
      const addresses = Object.entries(changed).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      );
      return Object.fromEntries(await Promise.all(addresses.map(async (address) => [address, await idOf(address)])));
    },
    unknownToImport: { 'aws_network_acl.data': ['ingress', 'subnet_ids'] },
    destroyed: async () => {
      const Filters = [{ Name: 'tag:owner', Values: ['test'] }];
      expect((await ec2('DescribeSecurityGroups', { Filters })).SecurityGroups).toEqual([]);
      expect((await ec2('DescribeNetworkAcls', { Filters })).NetworkAcls).toEqual([]);
    },
  });
});
