import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { OF_CLUSTER, tagged } from './of-cluster.js';

/** Name servers that a network is told of, where they aren't those of AWS: whoever runs them leads every request. */
export const nameServers: Look = {
  what: 'DHCP options',
  asks: ['ec2:DescribeVpcs', 'ec2:DescribeDhcpOptions'],
  find: async ({ values: { id } }, { ask, ours }) => {
    const vpc = (await ask('ec2:DescribeVpcs', { VpcIds: [id] }))?.Vpcs?.[0];
    const options = vpc?.DhcpOptionsId;
    if (!options || options === 'default' || ours.has('aws_vpc_dhcp_options_association', { vpc_id: id })) return [];
    const set = (await ask('ec2:DescribeDhcpOptions', { DhcpOptionsIds: [options] }))?.DhcpOptions?.[0];
    const settings: ApiObject[] = set?.DhcpConfigurations ?? [];
    const servers = settings
      .filter(({ Key }) => Key === 'domain-name-servers')
      .flatMap(({ Values = [] }) =>
        (Values as (string | { Value: string })[]).map((each) => (typeof each === 'string' ? each : each.Value)),
      )
      .filter((each) => each !== OF_AWS);
    if (servers.length === 0) return [];
    return [
      {
        what: 'DHCP options',
        name: options,
        severity: 'critical',
        says: `names are asked of ${servers.join(', ')}`,
        remove: shell`aws ec2 associate-dhcp-options --vpc-id ${id} --dhcp-options-id default`,
      },
    ];
  },
};

const OF_AWS = 'AmazonProvidedDNS';

/** More addresses of a network than it was made with. */
export const addressRanges: Look = {
  what: 'address ranges',
  asks: ['ec2:DescribeVpcs'],
  find: async ({ values: { id, cidr_block: own } }, { ask, ours }) => {
    const vpc = (await ask('ec2:DescribeVpcs', { VpcIds: [id] }))?.Vpcs?.[0];
    const all: ApiObject[] = vpc?.CidrBlockAssociationSet ?? [];
    return all
      .filter(
        ({ CidrBlock, CidrBlockState }) =>
          CidrBlock !== own &&
          !/^(disassociat|fail)/.test(CidrBlockState?.State ?? '') &&
          !ours.has('aws_vpc_ipv4_cidr_block_association', { vpc_id: id, cidr_block: CidrBlock }),
      )
      .map(({ AssociationId, CidrBlock }) => ({
        what: 'address range',
        name: CidrBlock,
        severity: 'high',
        says: 'lets subnets be made that nothing here knows',
        remove: shell`aws ec2 disassociate-vpc-cidr-block --association-id ${AssociationId}`,
      }));
  },
};

/** Machines that somebody runs in a network; those of a cluster say so. */
export const instances: Look = {
  what: 'instances',
  asks: ['ec2:DescribeInstances'],
  find: async ({ values: { id: vpc } }, { ask, ours }) => {
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const reservations: ApiObject[] = (await ask('ec2:DescribeInstances', { Filters }))?.Reservations ?? [];
    return reservations
      .flatMap(({ Instances = [] }) => Instances as ApiObject[])
      .filter(
        ({ InstanceId: id, State }) =>
          !ours.has('aws_instance', { id }) && !/^(terminat|shutting)/.test(State?.Name ?? ''),
      )
      .filter((each) => !tagged(OF_CLUSTER)(each) && !tagged(/^aws:/)(each))
      .map(({ InstanceId, ImageId }) => ({
        what: 'instance',
        name: InstanceId,
        severity: 'high',
        says: `a machine from ${ImageId ?? 'an image'} in the network`,
        remove: shell`aws ec2 terminate-instances --instance-ids ${InstanceId}`,
      }));
  },
};
