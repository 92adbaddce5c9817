import { recorded } from '../contract.js';
import { VAULT_ARN } from './vault-arn.js';

export default recorded({
  type: 'aws_backup_vault_lock_configuration',
  reason: 'The emulator cannot lock backup vaults.',
  id: '{backup_vault_name}',
  immutable: ['backup_vault_name', 'changeable_for_days', 'max_retention_days', 'min_retention_days'],
  computed: { backup_vault_arn: VAULT_ARN },
});
