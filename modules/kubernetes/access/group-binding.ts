import { ClusterRoleBinding } from '@pulumi/kubernetes/rbac/v1/clusterRoleBinding.js';
import { RoleBinding } from '@pulumi/kubernetes/rbac/v1/roleBinding.js';
import { type OwnedProps, ownedMetadata } from '../ownership.js';

/** What a {@link ClusterGroupBinding} is made from. */
export interface ClusterGroupBindingProps extends OwnedProps {
  /** Name of a ClusterRole. */
  readonly role: string;
  /** `backlot:sre`; who is in it is said where people sign in, with EKS in its access entries. */
  readonly groups: readonly string[];
}

/** What a {@link GroupBinding} is made from. */
export interface GroupBindingProps extends ClusterGroupBindingProps {
  readonly namespace: string;
}

/** Gives groups a role in the whole cluster. */
export class ClusterGroupBinding extends ClusterRoleBinding {
  constructor(name: string, { owner, role, groups }: ClusterGroupBindingProps) {
    super(name, { metadata: ownedMetadata(owner, name), ...granted(role, groups) });
  }
}

/** Gives groups a role in one namespace. */
export class GroupBinding extends RoleBinding {
  constructor(name: string, { owner, role, groups, namespace }: GroupBindingProps) {
    super(`${namespace}/${name}`, { metadata: ownedMetadata(owner, name, { namespace }), ...granted(role, groups) });
  }
}

function granted(role: string, groups: readonly string[]) {
  return {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
  };
}
