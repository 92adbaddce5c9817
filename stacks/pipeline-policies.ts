import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { apartFrom, deployPolicies } from '../modules/deploy-permissions/index.js';
import { deployLedgerStatements, type LedgerAccess, planLedgerStatements } from '../modules/ledger-access.js';
import { planStatements, type StateAccess } from '../modules/plan-permissions.js';
import type { PolicyStatement } from '../modules/policy-document.js';
import { ledgerHeadsGroup, ledgerKeyAlias } from './ledger-location.js';
import { longerNeighbours, ResourceNames } from './resource-names.js';
import { stateBucket, stateKeyAlias } from './state-location.js';

/** Statements by the name of the policy that holds them. */
export type NamedPolicies = Readonly<Record<string, readonly PolicyStatement[]>>;

/** What the pipeline's roles may do in an environment; the same text before and after anything of it exists. */
export interface PipelinePolicies {
  readonly plan: NamedPolicies;
  readonly deploy: NamedPolicies;
}

/** The rights of the plan and the deploy role of an environment. */
export function pipelinePolicies(environment: Environment): PipelinePolicies {
  const location = new AwsLocation(environment.aws.accountId, environment.aws.region);
  const names = new ResourceNames(environment);
  const iam = (resource: string) => location.arn({ service: 'iam', region: '', resource });
  const state: StateAccess = {
    bucketArn: location.arn({ service: 's3', region: '', account: '', resource: stateBucket(environment) }),
    keyAlias: `alias/${stateKeyAlias(environment)}`,
    folder: environment.id,
  };
  const ledger: LedgerAccess = {
    keys: location.arn({ service: 'kms', region: '*', resource: 'key/*' }),
    keyAlias: `alias/${ledgerKeyAlias(environment)}`,
    aliasArn: location.arn({ service: 'kms', resource: `alias/${ledgerKeyAlias(environment)}` }),
    headsArn: location.arn({ service: 'logs', resource: `log-group:${ledgerHeadsGroup(environment)}` }),
    bucketArn: state.bucketArn,
    stateKeyAlias: state.keyAlias,
    folder: state.folder,
  };
  const deploy = deployPolicies({
    location,
    prefix: names.of(''),
    path: names.path(''),
    tags: { 'backlot:platform': environment.platform, 'backlot:environment': environment.id },
    state,
    boundaryArn: iam(`policy/${names.of('boundary')}`),
    untouchable: ['plan', 'deploy'].flatMap((role) => [
      iam(`role/${names.of(role)}`),
      iam(`policy/${names.of(role)}-*`),
    ]),
  });
  return {
    plan: { state: planStatements(state), ledger: planLedgerStatements(ledger) },
    deploy: {
      ...apartFrom(longerNeighbours(environment), names.of(''), deploy),
      ledger: deployLedgerStatements(ledger),
    },
  };
}
