import { copyNameBegins } from '../../delivery/losses/index.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet } from './backup-set.js';

/** How names of last copies end: `-last-20261130t215300`; a DynamoDB backup has an ARN that tells its table. */
const LAST = /^(?<of>.+)-last-(?<time>\d{8}t\d{6})$/;
const TABLE = /:table\/(?<of>[^/]+)\/backup\/(?<time>[^/]+)$/;

/**
 * A set of one store, of the last copy that was made of it before it went: it is restored as any other is. Undefined when the
 * name is none of a last copy, or no state has the store; what was taken out of the file is declared and deployed again first.
 */
export async function lastCopySet(session: BackupSession, copy: string): Promise<BackupSet | undefined> {
  const { of, time } = (LAST.exec(copy) ?? TABLE.exec(copy))?.groups ?? {};
  if (!of || !time) return undefined;
  const { adapters, clients, environment } = session;
  const stores = await session.stores();
  // Only a name that was too long is cut for that of the copy: of any other, what has a longer one is another store.
  const cut = stores.filter(({ address, identifier }) => copyNameBegins(address ?? '', identifier) === of);
  const store = stores.find(({ identifier }) => identifier === of) ?? (cut.length === 1 ? cut[0] : undefined);
  const adapter = store && adapters.get(store.kind);
  if (!store || !adapter) return undefined;
  const look = await adapter.look(store, { id: copy, arn: copy });
  const placement = await adapter.placement(store);
  if (look.state !== 'available' || !placement) return undefined;
  const { name, kind, identifier, address } = store;
  const at = (look.found?.takenAt ? new Date(look.found.takenAt) : clients.now()).toISOString();
  return {
    // Part of the names of what is made from it, which have to be short.
    id: `last-${time}`,
    platform: environment.platform,
    environment: environment.id,
    state: 'complete',
    startedAt: at,
    who: 'last copy',
    stores: [
      {
        ...{ name, kind, identifier, ...(address ? { address } : {}) },
        method: adapter.method,
        status: 'available',
        snapshot: { ...look.found, id: copy },
        placement,
      },
    ],
  };
}
