import type { Environment } from '../environments/model/index.js';
import { boundedName } from '../modules/bounded-name.js';
import type { ControllerContext } from '../modules/controllers/index.js';
import { BacklotError } from '../modules/values/backlot-error.js';
import { containerLogGroups } from './container-log-groups.js';
import { ResourceNames } from './resource-names.js';

/** Outputs of the applied stacks by stack, then by name; a stack that isn't applied has no entry. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the cluster has at the moment. */
export interface ClusterFacts {
  /** It knows the kinds of the Prometheus operator. */
  readonly monitoring: boolean;
  /** It knows the kinds of cert-manager. */
  readonly certificates: boolean;
  /** Its pods reach the environment's AWS. Without, what no stack has said yet is left empty. */
  readonly aws: boolean;
}

/**
 * What the charts of controllers are told about an environment.
 *
 * @throws BacklotError `StackNotApplied` when a stack has not said yet what a chart must be told.
 */
export function controllerContext(environment: Environment, outputs: Outputs, facts: ClusterFacts): ControllerContext {
  const names = new ResourceNames(environment);
  const required = (stack: string, name: string): string => {
    const value = outputs[stack]?.[name];
    if (typeof value === 'string' && value) return value;
    if (!facts.aws) return '';
    throw notApplied(environment, stack, name);
  };
  const optional = (stack: string, name: string): string | undefined => {
    const value = outputs[stack]?.[name];
    return typeof value === 'string' && value ? value : undefined;
  };
  const zone = environment.media?.cdn?.domain?.zone;
  const zoneId = optional('media', 'hosted_zone_id');
  const nodeGroups = Object.values(environment.cluster?.nodeGroups ?? {});
  return {
    platform: environment.platform,
    environment: environment.id,
    production: environment.production,
    region: environment.aws.region,
    clusterName: boundedName(names.of('cluster'), 100),
    clusterEndpoint: required('cluster', 'cluster_endpoint'),
    vpcId: required('network', 'vpc_id'),
    namespace: environment.cluster?.namespace ?? 'streaming',
    systemNodes: facts.aws && nodeGroups.some(({ labels }) => labels.workload === 'system'),
    ...facts,
    tags: resourceTags(environment),
    logGroups: containerLogGroups(environment),
    pagerTopicArn: required('foundation', 'pager_topic_arn'),
    volumeKeyArn: required('foundation', 'data_key_arn'),
    zone: zone && zoneId ? { name: zone, id: zoneId } : undefined,
    interruptionQueue: optional('cluster', 'interruption_queue_name'),
  };
}

/** Tags of AWS resources that no stack makes but a controller. */
export function resourceTags(environment: Environment): Record<string, string> {
  return {
    ...environment.tags,
    'backlot:platform': environment.platform,
    'backlot:environment': environment.id,
    'backlot:owner': environment.owner,
  };
}

function notApplied(environment: Environment, stack: string, name: string): BacklotError {
  return new BacklotError({
    code: 'StackNotApplied',
    message: `the stack '${stack}' of ${environment.id} has no output '${name}' yet, which controllers must be told`,
    actions: [`backlot deploy ${environment.id} --stack ${stack}`],
    details: { stack, output: name },
  });
}
