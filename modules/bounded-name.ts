import { createHash } from 'node:crypto';
import { Token } from 'cdktn';

const DIGEST_LENGTH = 6;

/**
 * A name no longer than AWS allows: kept when it fits, else cut and closed with a digest of the whole, so that two long
 * names that start alike stay different and the same name always gives the same result.
 *
 * @throws RangeError for a name that Terraform knows only later: its length is not known either.
 */
export function boundedName(name: string, maximum: number): string {
  if (Token.isUnresolved(name)) throw new RangeError('a name that is not known yet cannot be measured');
  if (name.length <= maximum) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, DIGEST_LENGTH);
  const start = name.slice(0, maximum - DIGEST_LENGTH - 1).replace(/-+$/, '');
  return `${start}-${digest}`;
}
