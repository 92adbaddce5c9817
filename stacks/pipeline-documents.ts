import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { policyDocument } from '../modules/policy-document.js';
import { pipelinePolicies } from './pipeline-policies.js';
import { ResourceNames } from './resource-names.js';

/** A role of the pipeline as IAM would have it. */
export interface PipelineDocuments {
  readonly name: string;
  readonly arn: string;
  /** JSON by the name of the policy. */
  readonly policies: Readonly<Record<string, string>>;
}

/** A role of the pipeline of an environment, worked out from its file alone: nothing has to exist. */
export function pipelineDocuments(environment: Environment, role: 'plan' | 'deploy'): PipelineDocuments {
  const location = new AwsLocation(environment.aws.accountId, environment.aws.region);
  const name = new ResourceNames(environment).of(role);
  const policies = Object.entries(pipelinePolicies(environment)[role]).map(
    ([part, statements]) => [`${name}-${part}`, policyDocument(statements)] as const,
  );
  return {
    name,
    arn: location.arn({ service: 'iam', region: '', resource: `role/${name}` }),
    policies: Object.fromEntries(policies),
  };
}

/**
 * ARN of the policy that keeps the deploy role of an environment out of a neighbour whose name extends its own.
 *
 * @param name full name of the environment: `films-dev`
 * @param neighbour full name of the longer one: `films-dev-eu`
 */
export function neighbourPolicyArn({ aws }: Pick<Environment, 'aws'>, name: string, neighbour: string): string {
  const location = new AwsLocation(aws.accountId, aws.region);
  return location.arn({ service: 'iam', region: '', resource: `policy/${name}-deploy-neighbour-${neighbour}` });
}
