import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byConfigName } from './by-config-name.js';

/** What is known of `aws_cloudfront_key_group`. */
export default resource({
  type: 'aws_cloudfront_key_group',
  beside: nothing('the keys in it are an attribute'),
  find: byConfigName('ListKeyGroups', 'KeyGroupList', 'KeyGroup', 'KeyGroupConfig'),
});
