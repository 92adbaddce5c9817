import { expect, it } from '@jest/globals';
import type { BackupSession } from '../backup-session.js';
import { lastCopySet } from '../last-copy-set.js';

/** A session with these stores, of which every copy is there. */
function session(...identifiers: readonly string[]): BackupSession {
  const adapter = {
    method: 'snapshot',
    look: async () => ({ state: 'available', found: { takenAt: '2026-11-30T21:53:00Z' } }),
    placement: async () => ({}),
  };
  const stores = identifiers.map((identifier) => ({
    ...{ kind: 'redis', name: identifier, identifier },
    address: 'data/aws_elasticache_replication_group.redis-x',
  }));
  return {
    environment: { id: 'prod', platform: 'films' },
    adapters: { get: () => adapter },
    clients: { now: () => new Date() },
    stores: async () => stores,
  } as unknown as BackupSession;
}
const restored = async (copy: string, ...identifiers: readonly string[]) =>
  (await lastCopySet(session(...identifiers), copy))?.stores.map(({ identifier }) => identifier);

const LONG = 'films-prod-sessions-of-all-viewers-and-more';

it('a last copy is restored onto the store that it is of, also when its name was cut', async () => {
  expect(await restored('films-prod-main-last-20261130t215300', 'films-prod-main', 'films-prod-main2')).toEqual([
    'films-prod-main',
  ]);
  expect(await restored(`${LONG.slice(0, 29)}-last-20261130t215300`, LONG)).toEqual([LONG]);
});

it('a last copy is not restored onto another store whose name only begins the same', async () => {
  expect(await restored('films-prod-main-last-20261130t215300', 'films-prod-main2')).toBeUndefined();
  expect(await restored('films-prod-sessions-last-20261130t215300', LONG)).toBeUndefined();
});
