import { ALL_ATTRIBUTES, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byConfigName } from './by-config-name.js';

/** What is known of `aws_cloudfront_cache_policy`. */
export default resource({
  type: 'aws_cloudfront_cache_policy',
  beside: nothing(ALL_ATTRIBUTES),
  find: byConfigName('ListCachePolicies', 'CachePolicyList', 'CachePolicy', 'CachePolicyConfig'),
});
