import { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import type { AwsLocation } from '../modules/aws-location.js';
import { deployPolicies } from '../modules/deploy-permissions/index.js';
import { GithubIdentity } from '../modules/github-identity.js';
import { PipelineRole } from '../modules/pipeline-role.js';
import { planStatements } from '../modules/plan-permissions.js';
import { ResourceNames } from './resource-names.js';
import { stateBucket } from './state-location.js';

/** What a {@link PipelineAccess} is made from. */
export interface PipelineAccessProps {
  readonly environment: Environment;
  readonly github: NonNullable<Environment['foundation']['github']>;
  readonly location: AwsLocation;
  readonly boundaryArn: string;
}

/**
 * The two roles of GitHub Actions: one that any branch may plan with and that changes nothing but locks, and one that
 * deploys, for the named branches and for jobs of the GitHub environment of the same name, whose own rules say which
 * branches and people it takes.
 */
export class PipelineAccess extends Construct {
  readonly planRoleArn: string;
  readonly deployRoleArn: string;

  constructor(scope: Construct, id: string, props: PipelineAccessProps) {
    super(scope, id);
    const { environment, github, location, boundaryArn } = props;
    const { repository, deployBranches } = github;
    const names = new ResourceNames(environment);
    const identity = new GithubIdentity(this, 'github');
    const state = {
      bucketArn: location.arn({ service: 's3', region: '', account: '', resource: stateBucket(environment) }),
      folder: environment.id,
    };
    const iam = (resource: string) => location.arn({ service: 'iam', region: '', resource });
    this.planRoleArn = new PipelineRole(this, 'plan', {
      name: names.of('plan'),
      description: `Plans changes to ${names.of()}`,
      trust: identity.trust({ repository, subjects: ['*'] }),
      policies: { state: planStatements(state) },
      managedPolicyArns: [`arn:${location.partition}:iam::aws:policy/ReadOnlyAccess`],
    }).arn;
    this.deployRoleArn = new PipelineRole(this, 'deploy', {
      name: names.of('deploy'),
      description: `Deploys ${names.of()}`,
      trust: identity.trust({
        repository,
        subjects: [...deployBranches.map((branch) => `ref:refs/heads/${branch}`), `environment:${environment.id}`],
      }),
      policies: deployPolicies({
        location,
        prefix: names.of(''),
        path: names.path(''),
        tags: { 'backlot:platform': environment.platform, 'backlot:environment': environment.id },
        state,
        boundaryArn,
        untouchable: ['plan', 'deploy'].flatMap((role) => [
          iam(`role/${names.of(role)}`),
          iam(`policy/${names.of(role)}-*`),
        ]),
      }),
    }).arn;
  }
}
