import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { apartFrom, ceilingStatements, type DeployScope, deployPolicies } from '../modules/deploy-permissions/index.js';
import { deployLedgerStatements, type LedgerAccess, planLedgerStatements } from '../modules/ledger-access.js';
import { retainStatements } from '../modules/object-retention.js';
import { planStatements, type StateAccess } from '../modules/plan-permissions.js';
import type { PolicyStatement } from '../modules/policy-document.js';
import { ledgerHeadsGroup, ledgerKeyAlias } from './ledger-location.js';
import { longerNeighbours, ResourceNames } from './resource-names.js';
import { stateBucket, stateKeyAlias } from './state-location.js';
import { ledgerRetention } from './state-object-lock.js';

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
  const ledger = ledgerAccess(environment, scope);
  const { look = [], ...policies } = deployPolicies(scope);
  // Beside what looks around there is room: a role takes ten policies.
  const retention = ledgerRetention(environment);
  const retain = retention ? retainStatements(ledger.bucketArn, retention) : [];
  const deploy = { ...policies, look: [...look, ...deployLedgerStatements(ledger), ...retain] };
  return {
    plan: { state: planStatements(scope.state), ledger: planLedgerStatements(ledger) },
    deploy: apartFrom(scope.neighbours, scope.prefix, deploy),
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
    neighbours: longerNeighbours(environment),
    untouchable: ['plan', 'deploy'].flatMap((role) => [
      iam(`role/${names.of(role)}`),
      iam(`policy/${names.of(role)}-*`),
    ]),
  };
}

function ledgerAccess(environment: Environment, { location, state }: DeployScope): LedgerAccess {
  const alias = `alias/${ledgerKeyAlias(environment)}`;
  return {
    keys: location.arn({ service: 'kms', region: '*', resource: 'key/*' }),
    keyAlias: alias,
    aliasArn: location.arn({ service: 'kms', resource: alias }),
    headsArn: location.arn({ service: 'logs', resource: `log-group:${ledgerHeadsGroup(environment)}` }),
    bucketArn: state.bucketArn,
    folder: state.folder,
  };
}
