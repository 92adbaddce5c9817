import { recorded } from '../contract.js';
import { VAULT_ARN } from './vault-arn.js';

export default recorded({
  type: 'aws_backup_vault_notifications',
  reason: 'The emulator keeps no notifications of backup vaults.',
  id: '{backup_vault_name}',
  immutable: ['backup_vault_events', 'backup_vault_name', 'sns_topic_arn'],
  computed: { backup_vault_arn: VAULT_ARN },
});
