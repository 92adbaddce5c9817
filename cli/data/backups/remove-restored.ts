import { setTimeout as delay } from 'node:timers/promises';
import type { StoreAdapter } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import { isFreeForProof } from './free-for-proof.js';
import { removeIsolation } from './isolation.js';

/** Removing goes on after Ctrl-C, but not for ever. */
const REMOVED_WITHIN_MS = 20 * 60_000;

/** Something that was restored for a proof. */
export interface Made {
  readonly adapter: StoreAdapter;
  readonly target: string;
  readonly name: string;
}

/** Removes what was restored and waits until it is gone. Ctrl-C doesn't end this. @returns names of what is still there */
export async function removeRestored(session: BackupSession, made: readonly Made[]): Promise<string[]> {
  const stayed = await Promise.all(made.map(async (each) => ((await remove(session, each)) ? [] : [each.target])));
  return stayed.flat();
}

async function remove(session: BackupSession, { adapter, target }: Made): Promise<boolean> {
  const { progress, cloud, options } = session;
  const every = options.tools?.lookEveryMs ?? (cloud.target === 'sandbox' ? 500 : 15_000);
  const deadline = performance.now() + Math.min(REMOVED_WITHIN_MS, options.timeoutMs ?? REMOVED_WITHIN_MS);
  const id = `remove/${adapter.kind}/${target}`;
  let started = false;
  let lastError: unknown;
  while (performance.now() < deadline) {
    try {
      if (!started && !(await isFreeForProof(session, adapter, target))) {
        session.tell(
          `${target} is left alone: it does not carry the tags of a proof, somebody else made it`,
          'warning',
        );
        return false;
      }
      if (!(await adapter.removeRestored(target))) {
        if (started) progress.emit({ type: 'step-finished', id, status: 'done', message: 'removed', durationMs: 0 });
        return true;
      }
      if (!started) progress.emit({ type: 'step-started', id, title: `removing ${target}` });
      started = true;
    } catch (error) {
      // One that is still being made can't be removed yet.
      lastError = error;
      if (
        /Expired|AccessDenied|RemoveByHand|NotOurs/.test(
          (error as Error).name + String((error as { code?: string }).code),
        )
      )
        break;
    }
    await delay(every);
  }
  const reason = lastError ? `: ${(lastError as Error).message}` : '';
  session.tell(`${target} could not be removed${reason}`, 'warning');
  return false;
}

/** Removes what a proof left behind that was killed: the lock is ours, so nobody uses it. */
export async function removeLeftovers(session: BackupSession): Promise<readonly string[]> {
  const { adapters, environment, tell } = session;
  const stores = await session.stores();
  const kinds = new Set(stores.map(({ kind }) => kind));
  const found = await Promise.all(
    [...adapters.values()]
      .filter(({ kind }) => kinds.has(kind))
      .map(async (adapter) => {
        const tagged = await adapter.tagged({ platform: environment.platform, environment: environment.id });
        return tagged
          .filter(({ what, purpose }) => what === 'store' && purpose === 'verify')
          .map(({ id }) => ({ adapter, target: id, name: id }));
      }),
  );
  const leftovers = found.flat();
  if (leftovers.length > 0) {
    tell(`removing what a proof left behind that was cut off: ${leftovers.map(({ target }) => target).join(', ')}`);
    await removeRestored(session, leftovers);
  }
  await removeIsolation(session).catch(() => []); // those that are still used go with the next proof
  return leftovers.map(({ target }) => target);
}
