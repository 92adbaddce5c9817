import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudfront_function`. */
export default resource({
  type: 'aws_cloudfront_function',
  beside: nothing('its code is an attribute, and the distribution says where it runs'),
  find: named({
    ask: 'cloudfront:DescribeFunction',
    by: { Name: '{name}', Stage: 'DEVELOPMENT' },
    id: '{name}',
  }),
});
