import { TerraformOutput } from 'cdktn';
import { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import type { AwsLocation } from '../modules/aws-location.js';
import { boundedName } from '../modules/bounded-name.js';
import type { ControllerScope } from '../modules/controllers/index.js';
import { InterruptionQueue } from '../modules/controllers/interruption-queue.js';
import { LogGroup } from '../modules/log-group.js';
import { ServiceIdentity } from '../modules/service-identity.js';
import { Duration } from '../modules/values/duration.js';
import { containerLogGroups } from './container-log-groups.js';
import { plannedControllers } from './controllers.js';
import type { NetworkStack } from './network-stack.js';
import type { ResourceNames } from './resource-names.js';
import type { NeededStacks } from './service-access.js';

/** What {@link ControllerIdentities} are made from. */
export interface ControllerIdentitiesProps extends NeededStacks {
  readonly environment: Environment;
  readonly names: ResourceNames;
  readonly location: AwsLocation;
  readonly network: NetworkStack;
  /** Reference to the cluster, so that it is there first. */
  readonly clusterName: string;
  /** Role that nodes run with. @default no node group is declared */
  readonly nodeRole?: { readonly arn: string; readonly name: string };
}

/** Roles of the third-party controllers, bound to their service accounts, and the AWS resources that they work with. */
export class ControllerIdentities extends Construct {
  readonly roleArns: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ControllerIdentitiesProps,
  ) {
    super(scope, id);
    const planned = plannedControllers(props.environment);
    const has = (wanted: string) => planned.some(({ controller }) => controller.id === wanted);
    const logGroupArns = has('fluent-bit') ? this.logGroups() : [];
    const queue = has('karpenter') ? this.interruptionQueue() : undefined;
    const policyScope = this.policyScope(logGroupArns, queue);
    const roles = planned.flatMap(({ controller }) => {
      const statements = controller.statements?.(policyScope) ?? [];
      if (!controller.serviceAccount || statements.length === 0) return [];
      const identity = new ServiceIdentity(this, controller.id, {
        roleName: props.names.of('controller', controller.id),
        service: controller.serviceAccount,
        clusterName: props.clusterName,
        namespace: controller.namespace,
        statements,
      });
      return [[controller.id, identity.roleArn] as const];
    });
    this.roleArns = Object.fromEntries(roles);
    this.output('controller_role_arns', this.roleArns);
    if (queue) this.output('interruption_queue_name', queue.name);
    if (props.nodeRole) this.output('node_role_name', props.nodeRole.name);
  }

  /** Names that conditions of policies compare with are written out: what is known later cannot be the key of one. */
  private policyScope(logGroupArns: readonly string[], queue: InterruptionQueue | undefined): ControllerScope {
    const { environment, names, location, network, foundation, media, messaging, secrets, nodeRole } = this.props;
    const domain = environment.media?.cdn?.domain;
    return {
      location,
      clusterName: boundedName(names.of('cluster'), 100),
      vpcId: network.vpcId,
      secretArns: Object.values(secrets?.secretArns ?? {}),
      secretsKeyArn: foundation.keys.secrets.arn,
      queueArns: Object.values(messaging?.queues ?? {}).map(({ arn }) => arn),
      logGroupArns,
      nodeRoleArn: nodeRole?.arn,
      volumeKeyArn: foundation.keys.data.arn,
      pager: { arn: foundation.pagerTopicArn, keyArn: foundation.keys.messaging.arn },
      interruptionQueue: queue && { arn: queue.arn, keyArn: foundation.keys.messaging.arn },
      zone: domain && media?.hostedZoneId ? { name: domain.zone, id: media.hostedZoneId } : undefined,
    };
  }

  private logGroups(): string[] {
    const { environment, foundation } = this.props;
    return Object.entries(containerLogGroups(environment)).map(
      ([kind, name]) =>
        new LogGroup(this, `${kind}-logs`, {
          name,
          keyArn: foundation.keys.logs.arn,
          retention: Duration.parse(environment.foundation.logRetention),
        }).arn,
    );
  }

  private interruptionQueue(): InterruptionQueue {
    const { names, location, foundation } = this.props;
    return new InterruptionQueue(this, 'interruptions', {
      name: boundedName(names.of('interruptions'), 64),
      location,
      keyArn: foundation.keys.messaging.arn,
    });
  }

  private output(name: string, value: unknown): void {
    const output = new TerraformOutput(this, name, { value });
    output.overrideLogicalId(name);
  }
}
