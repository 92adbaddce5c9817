import { handler } from '../contract.js';
import { itemsBlock } from './quantity-items.js';
import { versioned } from './versioned.js';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
export default handler({
  ...versioned('CachePolicy'),
  type: 'aws_cloudfront_cache_policy',
  names: {
    'parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies': itemsBlock(),
    'parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers': itemsBlock(),
    'parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings': itemsBlock(),
  },
  defaults: {
    comment: '',
    default_ttl: 86_400,
    max_ttl: 31_536_000,
    min_ttl: 0,
    'parameters_in_cache_key_and_forwarded_to_origin.enable_accept_encoding_brotli': false,
    'parameters_in_cache_key_and_forwarded_to_origin.enable_accept_encoding_gzip': false,
  },
  computed: { arn: 'arn:{partition}:cloudfront::{account}:cache-policy/{id}' },
});
