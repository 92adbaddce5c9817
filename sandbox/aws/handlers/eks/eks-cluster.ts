import { type Attributes, handler } from '../contract.js';

const FIXED = 'the emulator has no call that changes a cluster';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export default handler({
  type: 'aws_eks_cluster',
  service: 'eks',
  id: '{name}',
  key: { name: '{id}' },
  create: {
    call: 'CreateCluster',
    send: [
      ...['access_config', 'bootstrap_self_managed_addons', 'deletion_protection', 'encryption_config'],
      ...['kubernetes_network_config', 'role_arn', 'upgrade_policy', 'version', 'zonal_shift_config'],
    ],
    input: (state) => ({
      name: state.name,
      resourcesVpcConfig: toVpcConfig(state.vpc_config[0]),
      logging: { clusterLogging: [{ types: state.enabled_cluster_log_types ?? [], enabled: true }] },
    }),
  },
  read: [
    {
      call: 'DescribeCluster',
      at: 'cluster',
      only: [
        ...['arn', 'certificate_authority', 'created_at', 'encryption_config', 'endpoint', 'identity'],
        ...['kubernetes_network_config', 'name', 'platform_version', 'role_arn', 'status', 'version', 'vpc_config'],
      ],
      set: (described) => ({
        cluster_id: null,
        enabled_cluster_log_types: (described.logging?.clusterLogging ?? [])
          .filter(({ enabled }: Attributes) => enabled)
          .flatMap(({ types }: Attributes) => types),
      }),
    },
  ],
  update: [
    {
      // Recorded only: there is nothing to call. See `recordedAttributes`.
      when: ['access_config', 'deletion_protection', 'upgrade_policy', 'zonal_shift_config', 'force_update_version'],
      run: async () => undefined,
    },
    { call: 'UpdateClusterVersion', send: ['version'] },
    {
      when: ['vpc_config'],
      run: async (state, { call }) => {
        const { subnetIds: _fixed, ...resourcesVpcConfig } = toVpcConfig(state.vpc_config[0]);
        await call('UpdateClusterConfig', { name: state.id, resourcesVpcConfig });
      },
    },
    {
      when: ['enabled_cluster_log_types'],
      run: async (state, { call }) => {
        const clusterLogging = [{ types: state.enabled_cluster_log_types ?? [], enabled: true }];
        await call('UpdateClusterConfig', { name: state.id, logging: { clusterLogging } });
      },
    },
  ],
  delete: { call: 'DeleteCluster' },
  names: { vpc_config: 'resourcesVpcConfig', 'encryption_config.provider.key_arn': 'keyArn' },
  local: ['bootstrap_self_managed_addons', 'force_update_version'],
  defaults: { bootstrap_self_managed_addons: true },
  optionalComputed: ['access_config', 'kubernetes_network_config', 'upgrade_policy'],
  immutable: ['name', 'role_arn', 'encryption_config', 'kubernetes_network_config', 'bootstrap_self_managed_addons'],
  equal: { enabled_cluster_log_types: 'any-order' },
  ready: { status: 'ACTIVE' },
  failed: { status: 'FAILED' },
  gone: { status: 'DELETING' },
  recordedAttributes: {
    access_config: FIXED,
    deletion_protection: 'the emulator does not keep it',
    upgrade_policy: 'the emulator does not keep it',
    zonal_shift_config: 'the emulator does not keep it',
  },
});

function toVpcConfig(block: Attributes) {
  return {
    subnetIds: block.subnet_ids,
    securityGroupIds: block.security_group_ids ?? undefined,
    endpointPublicAccess: block.endpoint_public_access ?? true,
    endpointPrivateAccess: block.endpoint_private_access ?? false,
    publicAccessCidrs: block.public_access_cidrs ?? undefined,
  };
}
