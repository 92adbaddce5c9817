import { shell } from '../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../session/cloud/aws-command.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { LedgerFault } from './ledger-fault.js';

/** More say nothing that the first don't. */
const MOST = 3;

/**
 * Commands that list the versions of what is wrong: what was written over or deleted is there as an earlier version, and what lies
 * over it can be taken away. Of what is gone the whole folder, since nothing tells which of its names were taken.
 */
export function listVersions(
  faults: readonly LedgerFault[],
  bucket: string,
  cloud: Pick<Cloud, 'endpoint' | 'region'>,
): string[] {
  const changed = faults.filter(({ kind }) => kind !== 'unlocked');
  const prefixes = changed.map(({ key, kind }) => (kind === 'missing' ? key.slice(0, key.lastIndexOf('/') + 1) : key));
  const list = (prefix: string) =>
    shell`s3api list-object-versions --bucket ${bucket} --prefix ${prefix} --output table`;
  return [...new Set(prefixes)].slice(0, MOST).map((prefix) => awsCommand(cloud, list(prefix)));
}
