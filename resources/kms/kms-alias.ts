import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_kms_alias`. */
export default resource({
  type: 'aws_kms_alias',
  beside: nothing(ATTACHED_ITSELF),
  find: listed({ ask: 'kms:ListAliases', at: 'Aliases', same: { AliasName: 'name' }, id: 'AliasName' }),
});
