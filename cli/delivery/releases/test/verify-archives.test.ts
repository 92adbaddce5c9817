import { expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ArchiveStore } from '../archive-store.js';
import type { Ledger } from '../ledger.js';
import { verifyArchives } from '../verify-archives.js';

const ledger = {
  async *newestFirst() {
    yield { record: { number: 7, archive: 'a1' } };
  },
} as unknown as Ledger;

/** Archives of which none can be read. */
function failing(error: BacklotError): ArchiveStore {
  return {
    key: (hash: string) => `prod/archives/${hash}`,
    read: () => Promise.reject(error),
  } as unknown as ArchiveStore;
}
const error = (code: string, details: object) => new BacklotError({ code, message: code, details: { ...details } });

it.each([
  ['ArchiveMissing', { key: 'prod/archives/files/f1' }, 'prod/archives/files/f1', 'missing'],
  ['UnpackedTooLarge', { in: 's3://x' }, 'prod/archives/a1', 'altered'],
  ['NotUnpackable', { in: 's3://x' }, 'prod/archives/a1', 'altered'],
])('an archive that fails with %s is a fault with its key', async (code, details, key, kind) => {
  expect(await verifyArchives(ledger, failing(error(code, details)))).toMatchObject([{ key, kind, number: 7 }]);
});

it('an archive that nobody could ask for is not called altered', async () => {
  const denied = failing(error('AccessDenied', {}));
  await expect(verifyArchives(ledger, denied)).rejects.toMatchObject({ code: 'AccessDenied' });
});
