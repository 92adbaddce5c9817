import { type ShellLine, shell } from '../../../modules/values/shell-quoted.js';
import { pastable } from '../../kernel/shell-words.js';
import type { Cloud } from './cloud.js';

/**
 * A command of the AWS CLI for a person to paste, that reaches the cloud which it was printed for: without its endpoint, one of
 * a sandbox would go to the person's own account, and without a region to whichever is set.
 *
 * @param words from the service on: shell`rds create-db-snapshot --db-instance-identifier ${name}`
 */
export function awsCommand({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>, words: ShellLine): ShellLine {
  const where = endpoint ? ['--endpoint-url', endpoint] : [];
  return pastable(`${shell`aws ${where} --region ${region}`} ${words}`) as ShellLine;
}
