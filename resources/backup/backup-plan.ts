import { shell } from '../../modules/values/shell-quoted.js';
import { keeping, type Look } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What a plan takes beside what is declared. */
const selections: Look = {
  what: 'selections',
  asks: ['backup:ListBackupSelections'],
  find: async ({ values: { id: BackupPlanId } }, { ask, ours }) => {
    const answer = await ask('backup:ListBackupSelections', { BackupPlanId });
    const all: { SelectionId: string; SelectionName: string }[] = answer?.BackupSelectionsList ?? [];
    return all
      .filter(({ SelectionId: id }) => !ours.has('aws_backup_selection', { id }))
      .map(({ SelectionId, SelectionName }) => ({
        what: 'selection',
        name: SelectionName,
        severity: 'notice',
        remove: shell`aws backup delete-backup-selection --backup-plan-id ${BackupPlanId} --selection-id ${SelectionId}`,
      }));
  },
};

/** What is known of `aws_backup_plan`. */
export default resource({
  type: 'aws_backup_plan',
  // DeleteBackupPlan refuses while it has selections.
  beside: [keeping(selections)],
  find: listed({
    ask: 'backup:ListBackupPlans',
    at: 'BackupPlansList',
    same: { BackupPlanName: 'name' },
    id: 'BackupPlanId',
  }),
  repeatable: true,
});
