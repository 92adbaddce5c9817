import { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import type { AwsLocation } from '../modules/aws-location.js';
import { GithubIdentity } from '../modules/github-identity.js';
import type { PermissionBoundary } from '../modules/permission-boundary.js';
import { PipelineRole } from '../modules/pipeline-role.js';
import { pipelinePolicies } from './pipeline-policies.js';
import { ResourceNames } from './resource-names.js';

/** What a {@link PipelineAccess} is made from. */
export interface PipelineAccessProps {
  readonly environment: Environment;
  readonly github: NonNullable<Environment['foundation']['github']>;
  readonly location: AwsLocation;
  /** Ceiling of the roles that a deployment makes. */
  readonly boundary: PermissionBoundary;
}

/**
 * The two roles of GitHub Actions: one that any branch may plan with and that changes nothing but locks, and one that
 * deploys, for the named branches and, where one is named, for jobs of a GitHub environment, whose own rules say which
 * branches and people it takes.
 */
export class PipelineAccess extends Construct {
  readonly planRoleArn: string;
  readonly deployRoleArn: string;

  constructor(scope: Construct, id: string, props: PipelineAccessProps) {
    super(scope, id);
    const { environment, github, location, boundary } = props;
    const { repository, deployBranches, deployEnvironment } = github;
    const names = new ResourceNames(environment);
    const policies = pipelinePolicies(environment);
    const identity = new GithubIdentity(this, 'github', { location });
    const plan = new PipelineRole(this, 'plan', {
      name: names.of('plan'),
      description: `Plans changes to ${names.of()}`,
      trust: identity.trust({ repository, subjects: ['*'] }),
      policies: policies.plan,
      managedPolicyArns: [`arn:${location.partition}:iam::aws:policy/ReadOnlyAccess`],
    });
    const deploy = new PipelineRole(this, 'deploy', {
      name: names.of('deploy'),
      description: `Deploys ${names.of()}`,
      trust: identity.trust({
        repository,
        // A GitHub environment that nobody protected lets every branch in, and pull requests: it is trusted where it is named.
        subjects: [
          ...deployBranches.map((branch) => `ref:refs/heads/${branch}`),
          ...(deployEnvironment === undefined ? [] : [`environment:${deployEnvironment}`]),
        ],
      }),
      policies: policies.deploy,
    });
    // The policies name both by their names alone.
    for (const role of [plan, deploy]) role.node.addDependency(identity);
    deploy.node.addDependency(boundary);
    this.planRoleArn = plan.arn;
    this.deployRoleArn = deploy.arn;
  }
}
