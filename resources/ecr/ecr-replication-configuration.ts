import { nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_ecr_replication_configuration`. */
export default resource({
  type: 'aws_ecr_replication_configuration',
  beside: nothing('where images are copied to is an attribute'),
  find: WRITTEN_AGAIN,
});
