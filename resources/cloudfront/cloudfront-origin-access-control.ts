import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** Distributions that read our buckets as ours do. */
const readers: Look = {
  what: 'distributions',
  asks: ['cloudfront:ListDistributions'],
  find: async ({ values: { id } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('cloudfront:ListDistributions', {}))?.DistributionList?.Items ?? [];
    return all
      .filter(({ Id, Origins }) => uses(Origins, id) && !ours.has('aws_cloudfront_distribution', { id: Id }))
      .map(({ Id, DomainName }) => ({
        what: 'distribution',
        name: `${Id} ${DomainName}`,
        severity: 'critical',
        says: 'serves what the access control lets it read',
        // A distribution must be disabled and have spread before it can be deleted: this shows what it is, and its ETag.
        remove: shell`aws cloudfront get-distribution-config --id ${Id}`,
      }));
  },
};

function uses(origins: ApiObject | undefined, accessControl: string): boolean {
  const items: { OriginAccessControlId?: string }[] = origins?.Items ?? [];
  return items.some(({ OriginAccessControlId }) => OriginAccessControlId === accessControl);
}

/** What is known of `aws_cloudfront_origin_access_control`. */
export default resource({
  type: 'aws_cloudfront_origin_access_control',
  beside: [readers],
  find: listed({
    ask: 'cloudfront:ListOriginAccessControls',
    at: 'OriginAccessControlList.Items',
    same: { Name: 'name' },
    id: 'Id',
  }),
});
