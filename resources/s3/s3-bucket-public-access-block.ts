import { nothing, ONE_SETTING } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_s3_bucket_public_access_block`. */
export default resource({
  type: 'aws_s3_bucket_public_access_block',
  beside: nothing(ONE_SETTING),
  find: WRITTEN_AGAIN,
});
