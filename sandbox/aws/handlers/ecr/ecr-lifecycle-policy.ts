import { repositoryDocument } from './repository-document.js';

/** Which images of a repository are removed, and when. */
export default repositoryDocument({
  type: 'aws_ecr_lifecycle_policy',
  noun: 'LifecyclePolicy',
  put: 'PutLifecyclePolicy',
  member: 'lifecyclePolicyText',
});
