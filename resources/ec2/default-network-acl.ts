import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_default_network_acl`. */
export default resource({
  type: 'aws_default_network_acl',
  find: WRITTEN_AGAIN,
});
