import type { LedgerHead } from './ledger-head.js';
import type { ReleaseRecord } from './release-record.js';
import { readRecord, recordHash } from './sealed-record.js';

/**
 * Numbers of the records from before the first signed one that are as that one found them. Nobody signed them, but it names the
 * hash of the last, and each the hash of the one before: where the chain breaks, whatever is further back counts for nothing.
 *
 * @param first the first signed record, if it verifies
 * @param numbers of all records that there are, lowest first
 */
export async function pinnedBefore(
  head: Pick<LedgerHead, 'count' | 'hash' | 'signedFrom'>,
  first: ReleaseRecord | undefined,
  numbers: readonly number[],
  body: (number: number) => Promise<string>,
): Promise<ReadonlySet<number>> {
  const pinned = new Set<number>();
  // The head is written before the first signed record, and names the one before that.
  let expected = head.count < head.signedFrom ? head.hash : first?.previous;
  for (const number of numbers.filter((each) => each < head.signedFrom).reverse()) {
    const text = await body(number);
    if (expected === undefined || recordHash(text) !== expected) break;
    pinned.add(number);
    expected = readRecord<ReleaseRecord>(text)?.previous;
  }
  return pinned;
}
