import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { eksTags } from './eks-tags.js';

const FIXED = 'the emulator has neither UpdateClusterConfig nor UpdateClusterVersion: it stays as created there';
const LOST = 'the emulator does not keep it';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export default handler({
  type: 'aws_eks_cluster',
  service: 'eks',
  id: '{name}',
  key: { name: '{name}' },
  create: { call: 'CreateCluster' },
  read: [{ call: 'DescribeCluster', at: 'cluster' }, { run: readNetwork }],
  update: [
    { when: ['encryption_config'], run: encrypt },
    {
      // What UpdateClusterConfig and UpdateClusterVersion would take: there is nothing to call.
      when: [
        ...['access_config', 'compute_config', 'control_plane_scaling_config', 'deletion_protection'],
        ...['enabled_cluster_log_types', 'kube_api_server_config', 'kube_controller_manager_config'],
        ...['kube_scheduler_config', 'kubernetes_network_config', 'remote_network_config', 'storage_config'],
        ...['upgrade_policy', 'version', 'vpc_config', 'zonal_shift_config'],
      ],
      run: async () => undefined,
    },
  ],
  delete: { run: remove },
  names: {
    // Only clusters on Outposts have one.
    cluster_id: 'id',
    enabled_cluster_log_types: { name: 'logging', to: toLogging, from: fromLogging },
    vpc_config: 'resourcesVpcConfig',
  },
  defaults: {
    deletion_protection: false,
    'access_config.bootstrap_cluster_creator_admin_permissions': true,
    'vpc_config.endpoint_private_access': false,
    'vpc_config.endpoint_public_access': true,
  },
  local: ['force_update_version'],
  immutable: [
    ...['bootstrap_self_managed_addons', 'name', 'outpost_config', 'role_arn', 'kubernetes_network_config.ip_family'],
    ...['kubernetes_network_config.service_ipv4_cidr', 'access_config.bootstrap_cluster_creator_admin_permissions'],
  ],
  // A cluster can begin to encrypt with a key of its owner; it cannot stop, nor take another one.
  replaceWhen: (planned, prior) =>
    prior.encryption_config?.length && keyOf(planned) !== keyOf(prior) ? ['encryption_config'] : [],
  optionalComputed: ['access_config', 'kubernetes_network_config', 'upgrade_policy'],
  recomputed: { platform_version: ['version'] },
  tags: eksTags(),
  ready: { status: 'ACTIVE' },
  failed: { status: 'FAILED' },
  gone: { status: 'DELETING' },
  // Told to an import.
  computed: { enabled_cluster_log_types: '{enabled_cluster_log_types}', version: '{version}' },
  recordedAttributes: {
    'access_config.authentication_mode': FIXED,
    'access_config.bootstrap_cluster_creator_admin_permissions': FIXED,
    bootstrap_self_managed_addons: LOST,
    compute_config: LOST,
    control_plane_scaling_config: LOST,
    deletion_protection: 'the emulator does not keep it; the sandbox itself refuses to delete such a cluster',
    enabled_cluster_log_types: FIXED,
    kube_api_server_config: LOST,
    kube_controller_manager_config: LOST,
    kube_scheduler_config: LOST,
    'kubernetes_network_config.elastic_load_balancing': LOST,
    'kubernetes_network_config.ip_family': 'the emulator has IPv4 only',
    outpost_config: LOST,
    remote_network_config: LOST,
    storage_config: LOST,
    upgrade_policy: LOST,
    version: FIXED,
    'vpc_config.control_plane_egress_mode': LOST,
    'vpc_config.endpoint_private_access': FIXED,
    'vpc_config.endpoint_public_access': FIXED,
    'vpc_config.public_access_cidrs': FIXED,
    'vpc_config.security_group_ids': FIXED,
    'vpc_config.subnet_ids': FIXED,
    zonal_shift_config: LOST,
  },
});

/** The emulator does not look where the subnets are. */
async function readNetwork({ vpc_config: [vpc] }: Attributes, { find }: Context): Promise<Attributes> {
  const answer = await find('ec2:DescribeSubnets', { SubnetIds: vpc.subnet_ids.slice(0, 1) });
  const vpcId = answer?.Subnets?.[0]?.VpcId;
  return vpcId ? { vpc_config: [{ ...vpc, vpc_id: vpcId }] } : {};
}

async function encrypt(state: Attributes, { call }: Context): Promise<void> {
  const encryptionConfig = state.encryption_config.map(
    ({ resources, provider: [{ key_arn: keyArn }] }: Attributes) => ({
      resources,
      provider: { keyArn },
    }),
  );
  await call('AssociateEncryptionConfig', { clusterName: state.name, encryptionConfig });
}

async function remove(state: Attributes, { call }: Context): Promise<void> {
  if (state.deletion_protection) {
    throw new BacklotError({
      code: 'DeletionProtected',
      message: `cluster '${state.name}' has deletion protection: set deletion_protection to false and apply that first`,
    });
  }
  await call('DeleteCluster', { name: state.name });
}

function toLogging(types: readonly string[]): ApiObject {
  return { clusterLogging: [{ types: [...types].sort(), enabled: true }] };
}

function fromLogging(logging: ApiObject | undefined): readonly string[] {
  const settings: readonly ApiObject[] = logging?.clusterLogging ?? [];
  return settings.filter(({ enabled }) => enabled).flatMap(({ types }) => types ?? []);
}

function keyOf({ encryption_config: configs }: Attributes): string {
  const [config] = configs ?? [];
  return JSON.stringify([config?.provider?.[0]?.key_arn, [...(config?.resources ?? [])].sort()]);
}
