import { Namespace } from '@pulumi/kubernetes/core/v1/namespace.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** Levels of the Pod Security Standards. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** What a {@link GuardedNamespace} is made from. */
export interface GuardedNamespaceProps extends OwnedProps {
  /** Minor version of the standards, which say more with each: `1.35`. */
  readonly version: string;
  /** What pods may do at most. @default 'restricted' */
  readonly enforce?: PodSecurityLevel;
}

/**
 * A namespace in which a pod that asks for more than its level is refused; what would not be restricted is warned about and
 * written to the audit log at any level.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class GuardedNamespace extends Namespace {
  constructor(name: string, { owner, version, enforce = 'restricted' }: GuardedNamespaceProps) {
    const modes = { enforce, audit: 'restricted', warn: 'restricted' };
    const security = Object.entries(modes).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${version}`],
    ]);
    super(name, { metadata: ownedMetadata(owner, name, { labels: Object.fromEntries(security) }) });
  }
}
