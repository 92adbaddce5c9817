import { recorded } from '../contract.js';
import { VAULT_ARN } from './vault-arn.js';

export default recorded({
  type: 'aws_backup_vault_policy',
  reason: 'The emulator keeps no access policies of backup vaults.',
  id: '{backup_vault_name}',
  immutable: ['backup_vault_name'],
  computed: { backup_vault_arn: VAULT_ARN },
});
