import type { Environment } from '../../../environments/model/index.js';
import type { StateKey } from '../../adapters/aws/index.js';
import { once } from '../../kernel/once.js';
import type { Cloud } from '../cloud/cloud.js';
import { type Journal, noJournal } from '../journal/journal.js';
import { RunJournal } from '../journal/run-journal.js';
import { readUnsettled, type Unsettled } from '../journal/unsettled.js';
import type { ChangingOperation } from '../locks/changing-operation.js';
import { type HeldLock, storeSilence, withEnvironmentLock } from '../locks/environment-lock.js';
import { lockLocation } from '../locks/lock-location.js';
import type { Interruption } from './interruption.js';

/** The right to change an environment, and the record of what is done with it. */
export interface Holding {
  /** The lock of the environment. @default none: the operation changes nothing */
  readonly lock: Pick<HeldLock, 'token' | 'holder' | 'predecessor'> | undefined;
  /** Takes what the operation is about to do. */
  readonly journal: Journal;
  /** What earlier runs left undone. Read once. */
  unsettled(): Promise<Unsettled>;
}

/** Of an operation that only looks. */
export function holdingNothing(environment: Environment, cloud: () => Promise<Pick<Cloud, 'objects'>>): Holding {
  const unsettled = once(async () => readUnsettled(environment, (await cloud()).objects));
  return { lock: undefined, journal: noJournal, unsettled };
}

/** Options of {@link holding}. */
export interface HoldingOptions {
  readonly environment: Environment;
  readonly cloud: Pick<Cloud, 'objects'>;
  /** What is recorded and told of the holder. */
  readonly operation: ChangingOperation | `backups ${string}`;
  /** Another lock than the environment's; what is done with it is in no journal. @default the environment's */
  readonly location?: StateKey;
  /** @default 0: fail at once */
  readonly waitMs?: number;
  /** @default 30 */
  readonly leaseSeconds?: number;
  /** Told when the lock is lost; Ctrl-C asks the work to stop while it is waited for and held. */
  readonly interruption: Interruption;
  readonly tell: (message: string) => void;
}

/**
 * Runs `work` while nobody else, on any machine, changes the environment. A lost lock reaches it through the session's
 * signal, and the journal refuses to begin anything from then on.
 *
 * @throws BacklotError `EnvironmentLocked` naming the holder, `LockStoreSilent`, `Interrupted` while waiting.
 */
export function holding<T>(options: HoldingOptions, work: (held: Holding) => Promise<T>): Promise<T> {
  const { environment, cloud, interruption, leaseSeconds, operation, tell, waitMs } = options;
  const { objects } = cloud;
  const location = options.location ?? lockLocation(environment);
  const { stop: signal } = interruption;
  interruption.listen();
  return withEnvironmentLock(
    { objects, location, environment: environment.id, operation, leaseSeconds, waitMs, signal, tell },
    async (lock) => {
      const lose = () => {
        const silence = storeSilence(lock.lost);
        interruption.request('lock-lost', silence ? SILENT : LOST, silence);
      };
      lock.lost.addEventListener('abort', lose);
      if (lock.lost.aborted) lose();
      try {
        if (options.location) return await work({ ...holdingNothing(environment, async () => cloud), lock });
        const unsettled = once(() => readUnsettled(environment, objects, lock.holder));
        const journal = new RunJournal({ environment, objects, lock, unsettled, tell });
        try {
          return await work({ lock, journal, unsettled });
        } finally {
          await journal.close();
        }
      } finally {
        lock.lost.removeEventListener('abort', lose);
      }
    },
  );
}

const SILENT = 'what keeps the lock no longer answers, so it could not be kept: nothing new is started';

const LOST = 'the lock was lost, somebody else may be changing the environment: nothing new is started';
