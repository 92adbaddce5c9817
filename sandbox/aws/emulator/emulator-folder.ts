import { join } from 'node:path';
import { stateFolder } from '../../../host/folders.js';

/** Where the emulator of the present state folder keeps its things. */
export interface EmulatorFolder {
  readonly root: string;
  /** What is known of the last start: see `emulator-record.ts`. */
  readonly record: string;
  readonly lock: string;
  readonly log: string;
  /** Resources and objects; survives `down`. */
  readonly data: string;
  /** Home and temporary folder of the emulator and of the functions that it runs. */
  readonly scratch: string;
}

/** Reads the state folder anew on each call: tests and `BACKLOT_STATE_DIR` move it. */
export function emulatorFolder(): EmulatorFolder {
  const root = join(stateFolder(), 'sandbox', 'aws');
  return {
    root,
    record: join(root, 'emulator.json'),
    lock: join(root, 'emulator.lock'),
    log: join(root, 'emulator.log'),
    data: join(root, 'data'),
    scratch: join(root, 'scratch'),
  };
}
