import { nothing } from '../attachments.js';
import { carries } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudfront_distribution`. */
export default resource({
  type: 'aws_cloudfront_distribution',
  beside: nothing('its names, origins, behaviours, functions and firewall are attributes'),
  find: async ({ values }, calls) => {
    const found = await calls.ask('cloudfront:ListDistributions', {});
    const ids: string[] = [];
    for (const { Id, ARN } of found?.DistributionList?.Items ?? []) {
      const tags = await calls.ask('cloudfront:ListTagsForResource', { Resource: ARN });
      if (carries(tags?.Tags?.Items, values)) ids.push(Id);
    }
    return ids;
  },
  repeatable: true,
});
