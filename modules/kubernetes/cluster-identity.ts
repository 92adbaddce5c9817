import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';

/** What a {@link ClusterIdentity} is made from. */
export interface ClusterIdentityProps extends OwnedProps {
  readonly namespace: string;
}

/** Says in the cluster itself which environment it belongs to, so that no other one is deployed to it. */
export class ClusterIdentity extends ConfigMap {
  constructor(name: string, { owner, namespace }: ClusterIdentityProps) {
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      data: { platform: owner.platform, environment: owner.environment },
    });
  }
}
