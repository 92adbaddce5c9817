import { shell } from '../../modules/values/shell-quoted.js';
import { keeping, type Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';
import { arnVerdict } from '../stranger.js';

/** What a firewall of ours stands before, beside our distribution. */
const guarded: Look = {
  what: 'associations',
  asks: ['cloudfront:ListDistributionsByWebACLId', 'wafv2:ListResourcesForWebACL'],
  find: async ({ values: { arn, scope } }, { ask, ours }) => {
    if (scope !== 'CLOUDFRONT') {
      const arns: string[] = (await ask('wafv2:ListResourcesForWebACL', { WebACLArn: arn }))?.ResourceArns ?? [];
      return arns
        .filter((resource_arn) => !ours.has('aws_wafv2_web_acl_association', { resource_arn, web_acl_arn: arn }))
        .map((resource) => ({
          what: 'association',
          name: resource,
          severity: 'notice' as const,
          remove: shell`aws wafv2 disassociate-web-acl --resource-arn ${resource}`,
        }));
    }
    const answer = await ask('cloudfront:ListDistributionsByWebACLId', { WebACLId: arn });
    const all: ApiObject[] = answer?.DistributionList?.Items ?? [];
    return all
      .filter(({ Id: id }) => !ours.has('aws_cloudfront_distribution', { id }))
      .map(({ Id }) => ({
        what: 'association',
        name: `distribution ${Id}`,
        severity: 'notice' as const,
        remove: shell`aws cloudfront disassociate-distribution-web-acl --id ${Id}`,
      }));
  },
};

/** Where the requests that a firewall saw are written. */
const firewallLog: Look = {
  what: 'firewall logs',
  asks: ['wafv2:GetLoggingConfiguration'],
  find: async ({ values: { arn } }, { ask, ours, accountId }) => {
    if (ours.has('aws_wafv2_web_acl_logging_configuration', { resource_arn: arn })) return [];
    const answer = await ask('wafv2:GetLoggingConfiguration', { ResourceArn: arn });
    const destinations: string[] = answer?.LoggingConfiguration?.LogDestinationConfigs ?? [];
    return destinations.map((destination) => ({
      what: 'firewall log',
      name: destination,
      ...arnVerdict(destination, accountId, 'each request is written there'),
      remove: shell`aws wafv2 delete-logging-configuration --resource-arn ${arn}`,
    }));
  },
};

/** What is known of `aws_wafv2_web_acl`. */
export default resource({
  type: 'aws_wafv2_web_acl',
  // DeleteWebACL refuses while something is behind it; a cluster takes its own load balancers away before.
  beside: [keeping(guarded, ({ scope }) => scope === 'CLOUDFRONT'), firewallLog],
  find: listed({
    ask: 'wafv2:ListWebACLs',
    by: { Scope: '{scope}' },
    at: 'WebACLs',
    same: { Name: 'name' },
    id: '{Id}/{Name}/{scope}',
  }),
});
