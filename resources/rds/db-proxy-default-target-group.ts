import { ALL_ATTRIBUTES, nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_db_proxy_default_target_group`. */
export default resource({
  type: 'aws_db_proxy_default_target_group',
  beside: nothing(ALL_ATTRIBUTES),
  find: WRITTEN_AGAIN,
});
