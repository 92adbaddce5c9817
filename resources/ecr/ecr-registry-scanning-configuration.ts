import { shell } from '../../modules/values/shell-quoted.js';
import { single } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const registryPolicy = single({
  what: 'registry policy',
  ask: 'ecr:GetRegistryPolicy',
  input: () => ({}),
  declaredBy: ['aws_ecr_registry_policy', 'id'],
  there: ({ policyText }) => policyText,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: () => shell`aws ecr delete-registry-policy`,
});

/** What is known of `aws_ecr_registry_scanning_configuration`. */
export default resource({
  type: 'aws_ecr_registry_scanning_configuration',
  beside: [registryPolicy],
  find: WRITTEN_AGAIN,
});
