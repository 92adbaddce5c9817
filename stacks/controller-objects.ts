import type { Environment } from '../environments/model/index.js';
import { boundedName } from '../modules/bounded-name.js';
import type { ControllerId } from '../modules/controllers/index.js';
import { nodePools } from '../modules/controllers/node-pools.js';
import { secretStore } from '../modules/controllers/secret-store.js';
import { type Outputs, resourceTags } from './controller-context.js';
import { ResourceNames } from './resource-names.js';

/** An object that a controller acts on. */
export interface ControllerObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Objects of the whole cluster that tell a controller what to do, applied once it is there. */
export function controllerObjects(id: ControllerId, environment: Environment, outputs: Outputs): ControllerObject[] {
  if (id === 'external-secrets') return [secretStore(environment.aws.region)];
  if (id !== 'karpenter') return [];
  const names = new ResourceNames(environment);
  const text = (stack: string, name: string) => String(outputs[stack]?.[name] ?? '');
  const nodeRoleName = text('cluster', 'node_role_name');
  if (!nodeRoleName) return [];
  return nodePools(environment.cluster?.nodeGroups ?? {}, {
    clusterName: boundedName(names.of('cluster'), 100),
    nodeRoleName,
    volumeKeyArn: text('foundation', 'data_key_arn'),
    subnetTags: {
      'backlot:tier': 'private',
      'backlot:platform': environment.platform,
      'backlot:environment': environment.id,
    },
    workloadGroupName: names.of('workloads'),
    tags: resourceTags(environment),
  });
}
