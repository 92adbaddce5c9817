import { shell } from '../../modules/values/shell-quoted.js';
import { single } from '../attachments.js';
import { named } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const repositoryPolicy = single({
  what: 'policy',
  ask: 'ecr:GetRepositoryPolicy',
  input: ({ name }) => ({ repositoryName: name }),
  declaredBy: ['aws_ecr_repository_policy', 'repository'],
  there: ({ policyText }) => policyText,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ name }) => shell`aws ecr delete-repository-policy --repository-name ${name}`,
});

const repositoryLifecycle = single({
  what: 'lifecycle policy',
  ask: 'ecr:GetLifecyclePolicy',
  input: ({ name }) => ({ repositoryName: name }),
  declaredBy: ['aws_ecr_lifecycle_policy', 'repository'],
  there: ({ lifecyclePolicyText }) => lifecyclePolicyText,
  severity: 'high',
  says: 'removes images',
  remove: ({ name }) => shell`aws ecr delete-lifecycle-policy --repository-name ${name}`,
});

/** What is known of `aws_ecr_repository`. */
export default resource({
  type: 'aws_ecr_repository',
  holds: {
    lost: 'its images, also those that a rollback would need',
    section: 'repositories',
    affix: /^repository-/,
  },
  beside: [repositoryPolicy, repositoryLifecycle],
  find: named({
    ask: 'ecr:DescribeRepositories',
    by: { repositoryNames: ['{name}'] },
    at: 'repositories.0',
    id: '{name}',
  }),
});
