import type { PolicyStatement } from '../policy-document.js';
import { anywhere, type DeployScope } from './scope.js';

/** Actions that give and take tags of what has an id instead of a name; EC2, which tells creation apart, is not here. */
const TAGGING = [
  'acm:AddTagsToCertificate',
  'acm:RemoveTagsFromCertificate',
  'backup:TagResource',
  'backup:UntagResource',
  'cloudfront:TagResource',
  'cloudfront:UntagResource',
  'kms:TagResource',
  'kms:UntagResource',
  'lambda:TagResource',
  'lambda:UntagResource',
  'rds:AddTagsToResource',
  'rds:RemoveTagsFromResource',
] as const;

/**
 * Refuses tags for whatever exists and is not ours. A right that goes by tags would otherwise be a right to everything: a
 * foreign key that leaves decisions to IAM, a foreign distribution, would be ours as soon as it carried our tags.
 *
 * These services have no key that tells tagging at creation from tagging later, as EC2 has. But what is being created has
 * no id yet: its ARN ends with `*`, and the resource may be `*` altogether. An id has eight characters and more, so these
 * patterns match only what exists. A tag that is not there differs from ours too.
 * https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
 */
export function taggingStatements(scope: DeployScope): PolicyStatement[] {
  const withId = '????????*';
  const resources = [
    anywhere(scope, 'acm', `certificate/${withId}`),
    anywhere(scope, 'backup', `backup-plan:${withId}`),
    scope.location.arn({ service: 'cloudfront', region: '', resource: `*/${withId}` }),
    anywhere(scope, 'kms', `key/${withId}`),
    anywhere(scope, 'lambda', `event-source-mapping:${withId}`),
    anywhere(scope, 'rds', 'db-proxy:prx-*'),
    anywhere(scope, 'rds', 'target-group:prx-*'),
  ];
  // Keys of one condition hold together; a thing is foreign as soon as one of its tags is.
  return Object.entries(scope.tags).map(([key, value], index) => ({
    sid: `NoTagsForOthers${index + 1}`,
    effect: 'Deny',
    actions: TAGGING,
    resources,
    conditions: { StringNotEquals: { [`aws:ResourceTag/${key}`]: value } },
  }));
}
