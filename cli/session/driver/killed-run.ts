import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../../../host/process-identity.js';
import { RUN_RECORD } from '../../adapters/terraform/index.js';
import { login } from '../../kernel/actor.js';
import { interrupted } from '../../kernel/reported-error.js';
import { settleAll } from '../../kernel/settle-all.js';
import type { Session } from '../open/session.js';
import type { SessionStack } from '../stacks/session-stack.js';
import { reportKilledRuns } from './killed-report.js';
import { storeUnsavedStates } from './unsaved-state.js';

/**
 * Says what killed runs were in the middle of, and cleans up behind one of this machine whose Terraform applied: waits for a Terraform that lives
 * on to save its state, and takes away the lock of one that died. A lock of anybody else is left alone. Then stores what
 * could not be stored.
 *
 * @throws BacklotError `Interrupted` when waiting is ended by the person.
 */
export async function settleKilledRuns(session: Session): Promise<void> {
  await reportKilledRuns(session);
  await settleAll(session.stacks.map((stack) => settleKilledRun(session, stack)));
  await storeUnsavedStates(session);
}

interface RunRecord extends ProcessIdentity {
  readonly startedAt: string;
}

async function settleKilledRun(session: Session, stack: SessionStack): Promise<void> {
  const file = join(stack.folder, RUN_RECORD);
  const record = await readRecord(file);
  if (!record) return;
  const note = (message: string) => session.progress.emit({ type: 'note', level: 'warning', message });
  if (isAlive(record)) {
    note(`waiting for Terraform (process ${record.pid}), which an earlier, killed command left applying '${stack.id}'`);
    while (isAlive(record)) {
      if (session.interruption.requested) throw interrupted(`backlot deploy ${session.environment.id}`);
      await delay(100);
    }
  }
  const lock = await session.cloud.states.lock(stack.state);
  const ours = lock && lock.who === login();
  // Clocks: the lock is written by the process of the record, a moment after it was started.
  if (lock && ours && Date.parse(lock.since) >= Date.parse(record.startedAt) - 1_000) {
    note(`'${stack.id}' was still locked by Terraform (process ${record.pid}), which has ended: the lock is released`);
    await session.cloud.states.releaseLock(stack.state, lock.id);
  }
  await rm(file, { force: true });
}

async function readRecord(file: string): Promise<RunRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return text ? (JSON.parse(text) as RunRecord) : undefined;
  } catch {
    // Cut off by the kill: it names no process.
    return undefined;
  }
}
