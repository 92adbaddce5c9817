import { nothing, ONE_SETTING } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_secretsmanager_secret_policy`. */
export default resource({
  type: 'aws_secretsmanager_secret_policy',
  beside: nothing(ONE_SETTING),
  find: WRITTEN_AGAIN,
});
