import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { emulatorFolder } from './emulator-folder.js';
import { type EmulatorRecord, ownProcess, readRecord } from './emulator-record.js';
import { askHealth } from './health.js';
import { launcherEdition } from './launcher.js';

/** How a running emulator is waited for. */
export interface AnsweringOptions {
  readonly tell: (message: string) => void;
  /** How long one that is silent is waited for, milliseconds. @default 60,000 */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;
/** Nobody listens while it ends, and its process is gone soon. */
const ENDING_MS = 5_000;
/** A busy one answers after what came before: asked too often, it would only have more to answer. */
const ASKED_MS = 15_000;
const FIRST_ASKED_MS = 2_000;

/**
 * The record of the emulator of this version that runs and answers. Silence is no reason to replace it: on a busy machine
 * it is only slow, and others are in the middle of calls to it. Undefined when its process is gone, another version
 * started it, nobody listens on its port any longer, or something else answers there.
 *
 * @throws BacklotError `EmulatorSilent` when its process lives and doesn't answer in time.
 */
export async function answeringEmulator({
  tell,
  patienceMs = PATIENCE_MS,
}: AnsweringOptions): Promise<EmulatorRecord | undefined> {
  const began = performance.now();
  let refusedSince: number | undefined;
  for (let asked = 0; ; asked++) {
    const record = await readRecord();
    const running = ownProcess(record);
    if (!record || !running || record.edition !== launcherEdition()) return undefined;
    const left = Math.max(1, Math.ceil(began + patienceMs - performance.now()));
    const answer = await askHealth(record.port, Math.min(asked === 0 ? FIRST_ASKED_MS : ASKED_MS, left));
    if (typeof answer === 'object') return answer.pid === running.pid ? record : undefined;
    if (answer === 'another') return undefined;
    const now = performance.now();
    refusedSince = answer === 'refused' ? (refusedSince ?? now) : undefined;
    if (refusedSince !== undefined && now - refusedSince > ENDING_MS) return undefined;
    if (now - began >= patienceMs) throw silent(running.pid, record.port, patienceMs);
    if (answer === 'silent') {
      const seconds = Math.round((now - began) / 1_000);
      tell(`waiting for the emulator (process ${running.pid}), which is busy: no answer for ${seconds} s`);
    }
    await delay(100);
  }
}

function silent(pid: number, port: number, patienceMs: number): BacklotError {
  const log = emulatorFolder().log;
  return new BacklotError({
    code: 'EmulatorSilent',
    message: `the emulator (process ${pid}, port ${port}) runs, but did not answer in ${Math.round(patienceMs / 1_000)} s; it was left as it is, because others may be using it`,
    source: 'platform',
    hints: ['on a busy machine it may only need more time: try again; stopping it keeps what it holds'],
    actions: ['backlot down', 'backlot up', `less ${quoted(log)}`],
    details: { pid, port, log },
  });
}
