import { repositoryDocument } from './repository-document.js';

/** Who else may use a repository. */
export default repositoryDocument({
  type: 'aws_ecr_repository_policy',
  noun: 'RepositoryPolicy',
  put: 'SetRepositoryPolicy',
  member: 'policyText',
});
