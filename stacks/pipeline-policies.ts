import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { ceilingStatements, type DeployScope, deployPolicies } from '../modules/deploy-permissions/index.js';
import { planStatements, type StateAccess } from '../modules/plan-permissions.js';
import type { PolicyStatement } from '../modules/policy-document.js';
import { ResourceNames } from './resource-names.js';
import { stateBucket, stateKeyAlias } from './state-location.js';

/** Statements by the name of the policy that holds them. */
export type NamedPolicies = Readonly<Record<string, readonly PolicyStatement[]>>;

/** What the pipeline's roles may do in an environment; the same text before and after anything of it exists. */
export interface PipelinePolicies {
  readonly plan: NamedPolicies;
  readonly deploy: NamedPolicies;
  /** Ceiling of the roles that a deployment makes. */
  readonly ceiling: readonly PolicyStatement[];
}

/** The rights of the plan and the deploy role of an environment, and of whatever the latter makes. */
export function pipelinePolicies(environment: Environment): PipelinePolicies {
  const scope = deployScope(environment);
  return {
    plan: { state: planStatements(scope.state) },
    deploy: deployPolicies(scope),
    ceiling: ceilingStatements(scope),
  };
}

/** What a deployment of an environment may touch. */
export function deployScope(environment: Environment): DeployScope {
  const location = new AwsLocation(environment.aws.accountId, environment.aws.region);
  const names = new ResourceNames(environment);
  const iam = (resource: string) => location.arn({ service: 'iam', region: '', resource });
  const state: StateAccess = {
    bucketArn: location.arn({ service: 's3', region: '', account: '', resource: stateBucket(environment) }),
    keyAlias: `alias/${stateKeyAlias(environment)}`,
    folder: environment.id,
  };
  const domain = environment.media?.cdn?.domain;
  return {
    location,
    prefix: names.of(''),
    path: names.path(''),
    tags: { 'backlot:platform': environment.platform, 'backlot:environment': environment.id },
    clusterName: names.of('cluster'),
    zone: domain && { name: domain.zone, create: domain.createZone },
    state,
    boundaryArn: iam(`policy/${names.of('boundary')}`),
    untouchable: ['plan', 'deploy'].flatMap((role) => [
      iam(`role/${names.of(role)}`),
      iam(`policy/${names.of(role)}-*`),
    ]),
  };
}
