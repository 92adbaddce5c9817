import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_secretsmanager_secret_version`. */
export default resource({
  type: 'aws_secretsmanager_secret_version',
  find: WRITTEN_AGAIN,
});
