import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { OwnedProps } from '../ownership.js';
import { AccessRole } from './access-role.js';
import { ClusterGroupBinding, GroupBinding } from './group-binding.js';
import { GROUPS } from './groups.js';
import { PLATFORM_CLUSTER_RULES, PLATFORM_RULES } from './platform-rules.js';
import { READ_ONLY_RULES } from './read-only-rules.js';
import { SRE_CLUSTER_RULES, SRE_RULES } from './sre-rules.js';

/** What {@link accessRoles} are made from. */
export interface AccessRolesProps extends OwnedProps {
  /** Where SREs act. */
  readonly services: string;
  /** Where platform engineers deploy, beside that. */
  readonly platform: readonly string[];
}

/** Who may do what: everybody sees all but secrets; SREs act on services; platform engineers deploy what SREs act on. */
export function accessRoles({ owner, services, platform }: AccessRolesProps): CustomResource[] {
  const everybody = [GROUPS.platform, GROUPS.sre, GROUPS.readOnly];
  const acting = [GROUPS.platform, GROUPS.sre];
  const roles = [
    { name: 'backlot-read-only', rules: READ_ONLY_RULES, groups: everybody },
    { name: 'backlot-sre', rules: SRE_RULES, groups: acting, namespaces: [services] },
    { name: 'backlot-sre-cluster', rules: SRE_CLUSTER_RULES, groups: acting },
    { name: 'backlot-platform', rules: PLATFORM_RULES, groups: [GROUPS.platform], namespaces: [services, ...platform] },
    { name: 'backlot-platform-cluster', rules: PLATFORM_CLUSTER_RULES, groups: [GROUPS.platform] },
  ];
  return roles.flatMap(({ name, rules, groups, namespaces }) => [
    new AccessRole(name, { owner, rules }),
    ...(namespaces?.map((namespace) => new GroupBinding(name, { owner, role: name, groups, namespace })) ?? [
      new ClusterGroupBinding(name, { owner, role: name, groups }),
    ]),
  ]);
}
