import { pastable } from '../../kernel/shell-words.js';
import type { Cloud } from './cloud.js';

/**
 * A command of the AWS CLI for a person to paste, that reaches the cloud which it was printed for: without its endpoint, one of
 * a sandbox would go to the person's own account, and without a region to whichever is set.
 *
 * @param words from the service on: `rds create-db-snapshot --db-instance-identifier films`
 */
export function awsCommand({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>, words: string): string {
  const where = endpoint ? ` --endpoint-url ${endpoint}` : '';
  return pastable(`aws${where} --region ${region} ${words}`);
}
