import { nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_acm_certificate_validation`. */
export default resource({
  type: 'aws_acm_certificate_validation',
  beside: nothing('it only waits'),
  find: WRITTEN_AGAIN,
});
