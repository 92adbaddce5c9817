import { nothing, ONE_SETTING } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_wafv2_web_acl_logging_configuration`. */
export default resource({
  type: 'aws_wafv2_web_acl_logging_configuration',
  beside: nothing(ONE_SETTING),
  find: WRITTEN_AGAIN,
});
