import { EksNodeGroup } from '@cdktn/provider-aws/lib/eks-node-group/index.js';
import { Construct, type IConstruct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { NodeTemplate } from './node-template.js';
import { resourcesIn } from './resources-in.js';
import { BacklotError } from './values/backlot-error.js';

/** A taint as Kubernetes writes it. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** What a {@link NodeGroup} is made from. */
export interface NodeGroupProps {
  readonly clusterName: string;
  readonly name: string;
  /** Starts the name of the launch template and its instances. */
  readonly namePrefix: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  /** That of the cluster, and those of the data stores' clients. */
  readonly securityGroupIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly architecture: 'arm64' | 'amd64';
  readonly capacity: 'on-demand' | 'spot';
  readonly min: number;
  readonly max: number;
  /** Nodes at creation; the autoscaler decides afterwards. @default min */
  readonly desired?: number;
  readonly diskGiB: number;
  readonly keyArn: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly tags: Readonly<Record<string, string>>;
  /** What must be there before a node starts. @default nothing */
  readonly after?: readonly IConstruct[];
}

const AMI_TYPES = { arm64: 'BOTTLEROCKET_ARM_64', amd64: 'BOTTLEROCKET_x86_64' } as const;
const CAPACITY_TYPES = { 'on-demand': 'ON_DEMAND', spot: 'SPOT' } as const;
const TAINT_EFFECTS = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
} as const;

/**
 * A managed node group of Bottlerocket nodes: no shell, read-only system, replaced a third at a time.
 *
 * @throws BacklotError `InvalidNodeGroup` when its sizes contradict each other.
 */
export class NodeGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const desired = props.desired ?? props.min;
    if (desired < props.min || desired > props.max) {
      throw new BacklotError({
        code: 'InvalidNodeGroup',
        message: `node group '${props.name}': ${desired} nodes are not between min ${props.min} and max ${props.max}`,
        exitCode: 3,
      });
    }
    const template = new NodeTemplate(this, 'template', {
      name: boundedName(`${props.namePrefix}-${props.name}`, 128),
      diskGiB: props.diskGiB,
      keyArn: props.keyArn,
      securityGroupIds: props.securityGroupIds,
      tags: props.tags,
    });
    const group = new EksNodeGroup(this, 'Default', {
      clusterName: props.clusterName,
      nodeGroupName: props.name,
      nodeRoleArn: props.roleArn,
      subnetIds: [...props.subnetIds],
      amiType: AMI_TYPES[props.architecture],
      capacityType: CAPACITY_TYPES[props.capacity],
      instanceTypes: [...props.instanceTypes],
      labels: { ...props.labels, 'backlot.dev/node-group': props.name },
      taint: props.taints.map(({ key, value, effect }) => ({
        key,
        value: value || undefined,
        effect: TAINT_EFFECTS[effect],
      })),
      scalingConfig: { minSize: props.min, maxSize: props.max, desiredSize: desired },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      launchTemplate: { id: template.templateId, version: template.version },
      lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
      dependsOn: resourcesIn(...(props.after ?? [])),
    });
    this.name = group.nodeGroupName;
  }
}
