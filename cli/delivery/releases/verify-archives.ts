import { BacklotError } from '../../../modules/values/backlot-error.js';
import { isDamagedObject } from '../../kernel/damaged-object.js';
import type { ArchiveStore } from './archive-store.js';
import type { Ledger } from './ledger.js';
import type { LedgerFault } from './ledger-fault.js';

/**
 * Archives, and files of archives, that are gone or are not what was written; each by the newest release that needs it.
 *
 * @throws BacklotError what keeps them from being read: it says nothing about them.
 */
export async function verifyArchives(ledger: Ledger, store: ArchiveStore): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  const seen = new Set<string>();
  for await (const { record } of ledger.newestFirst()) {
    if (!record.archive || seen.has(record.archive)) continue;
    seen.add(record.archive);
    try {
      const archive = await store.read(record.archive);
      for (const { sha256 } of archive.stacks.flatMap(({ files }) => files)) {
        if (seen.has(sha256)) continue;
        seen.add(sha256);
        await store.readFile(sha256);
      }
    } catch (error) {
      if (!isOfArchive(error)) throw error;
      const { key = store.key(record.archive) } = error.details as { key?: string };
      const gone = error.code === 'ArchiveMissing';
      const what = gone ? 'is gone' : 'is not what was written';
      const kind = gone ? 'missing' : 'altered';
      faults.push({ key, number: record.number, kind, reason: `the archive of release ${record.number} ${what}` });
    }
  }
  return faults;
}

function isOfArchive(error: unknown): error is BacklotError {
  const own = error instanceof BacklotError && (error.code === 'ArchiveMissing' || error.code === 'ArchiveDamaged');
  return own || isDamagedObject(error);
}
