import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_backup_selection`. */
export default resource({
  type: 'aws_backup_selection',
  beside: nothing(ATTACHED_ITSELF),
  find: listed({
    ask: 'backup:ListBackupSelections',
    by: { BackupPlanId: '{plan_id}' },
    at: 'BackupSelectionsList',
    same: { SelectionName: 'name' },
    id: '{plan_id}|{SelectionId}',
  }),
  hangs: true,
});
