import { type Attributes, handler } from '../contract.js';
import { eksTags } from './eks-tags.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html */
export default handler({
  type: 'aws_eks_addon',
  service: 'eks',
  prefix: 'addon',
  id: '{cluster_name}:{addon_name}',
  created: { arn: 'addon.addonArn' },
  key: { clusterName: '{cluster_name}', addonName: '{addon_name}' },
  create: { call: 'CreateAddon', input: { resolveConflicts: '{resolve_conflicts_on_create}' } },
  read: {
    call: 'DescribeAddon',
    at: 'addon',
    set: ({ serviceAccountRoleArn, configurationValues }) => ({
      configuration_values: configurationValues ?? '',
      service_account_role_arn: serviceAccountRoleArn || null,
    }),
  },
  update: [
    {
      call: 'UpdateAddon',
      when: ['addon_version', 'configuration_values', 'pod_identity_association', 'service_account_role_arn'],
      input: (state, { changed }) => ({
        resolveConflicts: state.resolve_conflicts_on_update ?? undefined,
        // What is left out stays as it is.
        ...(changed.has('service_account_role_arn') && { serviceAccountRoleArn: state.service_account_role_arn ?? '' }),
      }),
    },
  ],
  delete: { call: 'DeleteAddon', input: { preserve: '{preserve}' } },
  names: {
    pod_identity_association: {
      name: 'podIdentityAssociations',
      to: (associations: readonly Attributes[]) =>
        associations.map(({ role_arn, service_account }) => ({ roleArn: role_arn, serviceAccount: service_account })),
      from: fromAssociations,
    },
  },
  immutable: ['addon_name', 'cluster_name', 'namespace_config'],
  local: ['preserve', 'resolve_conflicts_on_create', 'resolve_conflicts_on_update'],
  optionalComputed: ['namespace_config'],
  recomputed: ['modified_at'],
  tags: eksTags(),
  ready: { status: ['ACTIVE', 'DEGRADED'] },
  failed: { status: 'CREATE_FAILED' },
  gone: { status: 'DELETING' },
  recordedAttributes: { namespace_config: 'The emulator installs nothing and does not keep the namespace.' },
});

/** The API tells ARNs of associations; the emulator what was sent, which the SDK hands on as objects or as their JSON. */
function fromAssociations(told: readonly unknown[] | undefined): Attributes[] {
  return (told ?? []).map((one) => {
    const { roleArn, serviceAccount } = (typeof one === 'string' ? JSON.parse(one) : one) as Attributes;
    return { role_arn: roleArn, service_account: serviceAccount };
  });
}
