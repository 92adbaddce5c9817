import { ALL_ATTRIBUTES, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudfront_public_key`. */
export default resource({
  type: 'aws_cloudfront_public_key',
  beside: nothing(ALL_ATTRIBUTES),
  find: listed({
    ask: 'cloudfront:ListPublicKeys',
    at: 'PublicKeyList.Items',
    same: { Name: 'name' },
    id: 'Id',
  }),
});
