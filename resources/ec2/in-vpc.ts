import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { OF_CLUSTER, tagged } from './of-cluster.js';

/** Groups of rules that somebody made in a network. One that nothing uses gives nobody anything, but AWS keeps the VPC for it. */
export const securityGroups: Look = {
  what: 'security groups',
  asks: ['ec2:DescribeSecurityGroups'],
  find: async ({ values: { id: vpc } }, { ask, ours }) => {
    const answer = await ask('ec2:DescribeSecurityGroups', { Filters: [{ Name: 'vpc-id', Values: [vpc] }] });
    const all: ApiObject[] = answer?.SecurityGroups ?? [];
    const ofClusters = new Set(
      ours.of('aws_eks_cluster').flatMap(({ values }) => values.vpc_config?.[0]?.cluster_security_group_id ?? []),
    );
    return all
      .filter(({ GroupName, GroupId: id }) => GroupName !== 'default' && !ours.has('aws_security_group', { id }))
      .filter((group) => !ofClusters.has(group.GroupId) && !tagged(OF_CLUSTER)(group))
      .map(({ GroupId, GroupName }) => ({
        what: 'security group',
        name: `${GroupId} ${GroupName}`,
        severity: 'notice',
        remove: shell`aws ec2 delete-security-group --group-id ${GroupId}`,
      }));
  },
};

/** Doors into a network that somebody made; those of services say whose they are, and those of instances go with them. */
export const interfaces: Look = {
  what: 'network interfaces',
  asks: ['ec2:DescribeNetworkInterfaces'],
  find: async ({ values: { id: vpc } }, { ask, ours }) => {
    const answer = await ask('ec2:DescribeNetworkInterfaces', { Filters: [{ Name: 'vpc-id', Values: [vpc] }] });
    const all: ApiObject[] = answer?.NetworkInterfaces ?? [];
    return all
      .filter(({ NetworkInterfaceId: id }) => !ours.has('aws_network_interface', { id }))
      .filter((each) => !ofService(each) && !each.Attachment?.InstanceId)
      .map(({ NetworkInterfaceId, Description }) => ({
        what: 'network interface',
        name: NetworkInterfaceId,
        severity: 'high',
        says: Description ? `says of itself: ${Description}` : 'a door into the network',
        remove: shell`aws ec2 delete-network-interface --network-interface-id ${NetworkInterfaceId}`,
      }));
  },
};

/**
 * Whether a service of AWS, or the network plugin of a cluster, made an interface and takes it away itself. Its kind and
 * its requester say so; the interfaces of functions and of EKS, only their description does.
 *
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
 */
function ofService(found: ApiObject): boolean {
  const { RequesterManaged, RequesterId = '', InterfaceType = 'interface', Attachment, Description = '' } = found;
  return (
    RequesterManaged === true ||
    /^amazon-/.test(RequesterId) ||
    InterfaceType !== 'interface' ||
    /^amazon-/.test(Attachment?.InstanceOwnerId ?? '') ||
    OF_SERVICES.test(Description) ||
    [OF_CLUSTER, OF_PLUGIN].some((start) => tagged(start)({ Tags: found.TagSet ?? found.Tags ?? [] }))
  );
}

const OF_SERVICES =
  /^(AWS Lambda VPC ENI|Amazon EKS |aws-K8S-|ELB |RDSNetworkInterface|ElastiCache |EFS mount target|Interface for NAT Gateway|VPC Endpoint Interface)/;
const OF_PLUGIN = /^(node|cluster)\.k8s\.amazonaws\.com\//;
