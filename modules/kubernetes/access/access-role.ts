import { ClusterRole } from '@pulumi/kubernetes/rbac/v1/clusterRole.js';
import { type OwnedProps, ownedMetadata } from '../ownership.js';
import type { AccessRule } from './access-rule.js';

/** What an {@link AccessRole} is made from. */
export interface AccessRoleProps extends OwnedProps {
  readonly rules: readonly AccessRule[];
}

/** A role that says of each rule why it is there; the reasons are an annotation of it, in the order of the rules. */
export class AccessRole extends ClusterRole {
  constructor(name: string, { owner, rules }: AccessRoleProps) {
    for (const rule of rules) {
      if ([...rule.apiGroups, ...rule.resources, ...rule.verbs].includes('*')) {
        throw new Error(`role ${name}: '${rule.reason}' must name what it allows instead of '*'`);
      }
    }
    const reasons = rules.map(({ reason }, index) => `${index + 1}. ${reason}`).join('\n');
    super(name, {
      metadata: ownedMetadata(owner, name, { annotations: { 'backlot.dev/reasons': reasons } }),
      rules: rules.map(({ apiGroups, resources, verbs, resourceNames }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
        ...(resourceNames && { resourceNames: [...resourceNames] }),
      })),
    });
  }
}
