import type { Environment } from '../../../environments/model/index.js';
import { AwsLocation } from '../../../modules/aws-location.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../../stacks/pipeline-policies.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import type { BootstrapRole, PolicyJson } from './bootstrap-result.js';

/** A role of the pipeline of an environment, worked out from its file alone: nothing has to exist. */
export function pipelineRole(environment: Environment, role: 'plan' | 'deploy'): BootstrapRole {
  const location = new AwsLocation(environment.aws.accountId, environment.aws.region);
  const name = new ResourceNames(environment).of(role);
  const policies = Object.entries(pipelinePolicies(environment)[role]).map(
    ([part, statements]) => [`${name}-${part}`, JSON.parse(policyDocument(statements)) as PolicyJson] as const,
  );
  return {
    name,
    arn: location.arn({ service: 'iam', region: '', resource: `role/${name}` }),
    policies: Object.fromEntries(policies),
  };
}
