import type { ProofAssertion } from '../../delivery/releases/index.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet, StoreBackup } from './backup-set.js';
import { exceptionOf } from './exceptions.js';

/** Why a store is no part of a proof; undefined when it is. */
export function whyApart({ adapters, environment }: BackupSession, store: StoreBackup): string | undefined {
  const reason = exceptionOf(environment, store);
  if (reason) return `left out by backup.proof.except: ${reason}`;
  if (store.status === 'skipped') return store.reason ?? 'it was not copied';
  return store.status === 'available' ? adapters.get(store.kind)?.unprovable : undefined;
}

/** What a set lacks, or what was left out of its proof by --store, is not proven; what can be no part of it is noted. */
export async function missingStores(
  session: BackupSession,
  set: BackupSet,
  proven: readonly StoreBackup[],
): Promise<ProofAssertion[]> {
  const name = 'part of the proof';
  const noted = (store: string, actual: string): ProofAssertion => ({
    ...{ store, name, outcome: 'noted', expected: 'nothing', actual },
  });
  const failed = (store: string, actual: string): ProofAssertion => ({
    ...{ store, name, outcome: 'failed', expected: 'a copy that was restored', actual },
  });
  const left = set.stores.filter((store) => !proven.some((each) => each.name === store.name));
  const uncopied = (await session.stores()).filter((store) => !set.stores.some((each) => each.name === store.name));
  return [
    ...left.map((store) => {
      const apart = whyApart(session, store);
      if (apart) return noted(store.name, apart);
      return failed(store.name, store.status === 'available' ? 'left out by --store' : (store.reason ?? store.status));
    }),
    ...uncopied.map((store) => {
      const reason = exceptionOf(session.environment, store);
      if (reason) return noted(store.name, `left out by backup.proof.except: ${reason}`);
      return failed(store.name, `no part of this set: backlot backups create ${session.environment.id}`);
    }),
  ];
}
