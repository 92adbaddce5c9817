import { type Attributes, type Context, handler } from '../contract.js';
import { eksTags } from './eks-tags.js';

const IGNORED = 'The emulator runs no nodes and does not keep this.';

/** What AWS changes in place, of what the emulator keeps. */
const CHANGEABLE = ['labels', 'release_version', 'scaling_config', 'taint', 'version'];

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export default handler({
  type: 'aws_eks_node_group',
  service: 'eks',
  prefix: 'nodegroup',
  id: '{cluster_name}:{node_group_name}',
  created: { arn: 'nodegroup.nodegroupArn' },
  key: { clusterName: '{cluster_name}', nodegroupName: '{node_group_name}' },
  create: { call: 'CreateNodegroup' },
  read: { call: 'DescribeNodegroup', at: 'nodegroup' },
  update: [{ when: CHANGEABLE, run: renew }],
  delete: { call: 'DeleteNodegroup' },
  names: {
    node_role_arn: 'nodeRole',
    subnet_ids: 'subnets',
    labels: { from: (labels) => (Object.keys(labels ?? {}).length > 0 ? labels : null) },
    'resources.remote_access_security_group_id': 'remoteAccessSecurityGroup',
  },
  immutable: [
    ...['ami_type', 'capacity_type', 'cluster_name', 'disk_size', 'instance_types', 'node_group_name'],
    ...['node_group_name_prefix', 'node_role_arn', 'remote_access', 'subnet_ids'],
    ...['launch_template.id', 'launch_template.name'],
  ],
  local: ['force_update_version'],
  optionalComputed: ['node_repair_config', 'update_config'],
  recomputed: { arn: CHANGEABLE, resources: CHANGEABLE },
  tags: eksTags(),
  ready: { status: 'ACTIVE' },
  failed: { status: 'CREATE_FAILED' },
  gone: { status: 'DELETING' },
  recordedAttributes: {
    launch_template: IGNORED,
    node_repair_config: IGNORED,
    remote_access: IGNORED,
    update_config: IGNORED,
    warm_pool_config: IGNORED,
  },
});

/** The emulator cannot change a group: it gets another one of the same name, which only its ARN tells apart. */
async function renew(state: Attributes, { call }: Context): Promise<Attributes> {
  const key = { clusterName: state.cluster_name, nodegroupName: state.node_group_name };
  const { nodegroup } = await call('DeleteNodegroup', key);
  const [scaling] = state.scaling_config;
  const made = await call('CreateNodegroup', {
    ...key,
    amiType: nodegroup.amiType,
    capacityType: nodegroup.capacityType,
    diskSize: nodegroup.diskSize,
    instanceTypes: nodegroup.instanceTypes,
    nodeRole: nodegroup.nodeRole,
    subnets: nodegroup.subnets,
    tags: state.tags_all,
    labels: state.labels ?? undefined,
    releaseVersion: state.release_version ?? undefined,
    version: state.version ?? undefined,
    scalingConfig: { minSize: scaling.min_size, maxSize: scaling.max_size, desiredSize: scaling.desired_size },
    taints: state.taint?.map(({ key: name, value, effect }: Attributes) => ({
      key: name,
      value: value ?? undefined,
      effect,
    })),
  });
  return { arn: made.nodegroup.nodegroupArn };
}
