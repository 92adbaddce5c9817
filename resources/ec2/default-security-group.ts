import { nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_default_security_group`. */
export default resource({
  type: 'aws_default_security_group',
  beside: nothing('its rules are attributes of it'),
  find: WRITTEN_AGAIN,
});
