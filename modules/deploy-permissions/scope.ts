import type { AwsLocation } from '../aws-location.js';
import type { StateAccess } from '../plan-permissions.js';
import type { PolicyConditions } from '../policy-document.js';

/** What a deployment may touch: everything named here, and nothing else in the account. */
export interface DeployScope {
  readonly location: AwsLocation;
  /** Names of resources start so, closing hyphen included. */
  readonly prefix: string;
  /** Secrets are named below this path, leading and closing slash included. */
  readonly path: string;
  /** Tags that every resource carries; what has no name of ours is told by them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Name of the cluster, whose controllers tag what they make with it. */
  readonly clusterName: string;
  /** Public names of the environment. @default none: it changes no records */
  readonly zone?: DeployZone;
  readonly state: StateAccess;
  /** Ceiling that every role made by a deployment must carry. */
  readonly boundaryArn: string;
  /** Full names of environments of the account whose names extend this one's, such as `films-dev-eu`; most have none. */
  readonly neighbours: readonly string[];
  /** ARNs of roles and policies that a deployment may not change: its own. */
  readonly untouchable: readonly string[];
}

/** The hosted zone that an environment writes records into. */
export interface DeployZone {
  /** Such as `example.com`. */
  readonly name: string;
  /** Whether a deployment makes the zone, and so may delete it. */
  readonly create: boolean;
}

/** `rds:Create*`: verbs of a service, with everything that they are used on. */
export function verbs(service: string, ...starts: readonly string[]): string[] {
  return starts.map((start) => `${service}:${start}*`);
}

/** `rds:CreateDBProxy`: actions of a service, no others that start so. */
export function exactly(service: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

/** True for resources that carry the environment's tags. */
export function isOurs(scope: DeployScope): PolicyConditions {
  return { StringEquals: conditionOnTags(scope, 'aws:ResourceTag/') };
}

/** True for requests that give the new resource the environment's tags. */
export function becomesOurs(scope: DeployScope): PolicyConditions {
  return { StringEquals: conditionOnTags(scope, 'aws:RequestTag/') };
}

/** Tag of what EKS, its nodes and Karpenter make for the cluster, and its value. */
export function ofCluster(scope: DeployScope): PolicyConditions {
  return { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${scope.clusterName}`]: 'owned' } };
}

/** True where both are; keys of the same operator come together. */
export function bothHold(one: PolicyConditions, other: PolicyConditions): PolicyConditions {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]));
}

/** ARN with any region: some resources of an environment live in us-east-1 or in the region of copies. */
export function anywhere(scope: DeployScope, service: string, resource: string): string {
  return scope.location.arn({ service, region: '*', resource });
}

function conditionOnTags(scope: DeployScope, start: string): Record<string, string> {
  return Object.fromEntries(Object.entries(scope.tags).map(([key, value]) => [`${start}${key}`, value]));
}
