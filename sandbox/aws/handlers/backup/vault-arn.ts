/** ARN of a vault that settings of it name by `backup_vault_name`. */
export const VAULT_ARN = 'arn:{partition}:backup:{region}:{account}:backup-vault:{backup_vault_name}';
