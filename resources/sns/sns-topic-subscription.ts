import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_sns_topic_subscription`. */
export default resource({
  type: 'aws_sns_topic_subscription',
  beside: nothing(ATTACHED_ITSELF),
  // The API gives the same subscription for the same endpoint: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
  find: WRITTEN_AGAIN,
});
