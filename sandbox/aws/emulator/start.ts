import { withFileLock } from '../../../host/file-lock.js';
import { ensureFolder } from '../../../host/private-folder.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { answeringEmulator } from './answering-emulator.js';
import { emulatorFolder } from './emulator-folder.js';
import { type EmulatorRecord, readRecord, writeRecord } from './emulator-record.js';
import { launch } from './launch.js';
import { launcherEdition } from './launcher.js';
import { stopUnderLock } from './stop.js';
import { ensureVirtualEnvironment } from './virtual-environment.js';

/** How to start the emulator. */
export interface EmulatorOptions {
  /** Told in a line each what takes long. @default nobody is told */
  readonly progress?: (message: string) => void;
  /** Port on 127.0.0.1. @default `BACKLOT_SANDBOX_PORT`, else the one of last time, else a free one */
  readonly port?: number;
  /** Account that requests belong to unless their access key is itself an account id. @default that of last time, else 000000000000 */
  readonly accountId?: string;
  /** Region of requests that name none. @default that of last time, else eu-west-1 */
  readonly region?: string;
  /** How long a running one that is busy, or hangs, is waited for, milliseconds. @default 60,000 */
  readonly patienceMs?: number;
}

/** A running, healthy emulator. */
export interface EmulatorHandle {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly pid: number;
  readonly port: number;
  readonly accountId: string;
  readonly region: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly logFile: string;
  /** Version of the emulator: `1.5.33`. */
  readonly version: string;
  /** Whether this call started it. */
  readonly started: boolean;
}

/**
 * Makes sure that the emulator runs: installs and starts it where needed. It survives this process. Of several calls at
 * once, in one process or many, one starts it and the others get the same. One that runs and is only slow is waited for:
 * others may be in the middle of a call to it, and its databases would stop with it.
 *
 * @throws BacklotError `FolderUnwritable`, `InvalidPort`, `PortTaken`, `EmulatorRunsElsewhere`, `EmulatorSilent`, `EmulatorStartFailed`, or what installing it throws.
 */
export async function ensureEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const wish = { ...options, port: options.port ?? portOfEnvironment() };
  const tell = options.progress ?? (() => {});
  // Waited for outside the lock: whoever stops it must not have to wait, too.
  const running = await runningHandle(wish, tell);
  if (running) return running;
  const folder = emulatorFolder();
  await Promise.all([folder.data, folder.scratch].map(ensureFolder));
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which starts or stops the emulator`);
  return withFileLock(folder.lock, { subject: 'the emulator', onWait }, async () => {
    const meanwhile = await runningHandle(wish, tell);
    if (meanwhile) return meanwhile;
    const outdated = (await readRecord())?.edition !== launcherEdition();
    const why = outdated
      ? 'the emulator was started by another version'
      : 'the emulator no longer listens where it was started';
    if (await stopUnderLock()) tell(`${why}; starting it again`);
    return toHandle(await start(wish, tell), true);
  });
}

async function start(options: EmulatorOptions, tell: (message: string) => void): Promise<EmulatorRecord> {
  const last = await readRecord();
  const environment = await ensureVirtualEnvironment({ progress: tell });
  const identity = {
    accountId: options.accountId ?? last?.accountId ?? '000000000000',
    region: options.region ?? last?.region ?? 'eu-west-1',
  };
  const request = { ...identity, port: options.port ?? last?.port ?? 0, portIsWish: options.port === undefined, tell };
  const launched = await launch(environment, request).catch(async (error: unknown) => {
    if (!(error instanceof BacklotError) || error.code !== 'EmulatorBroken') throw error;
    tell(`the installed emulator does not start; installing it again`);
    return launch(await ensureVirtualEnvironment({ progress: tell, rebuild: true }), request);
  });
  const record: EmulatorRecord = {
    port: launched.port,
    ...identity,
    version: environment.version,
    edition: launcherEdition(),
    startedAt: new Date().toISOString(),
    process: launched.process,
  };
  await writeRecord(record);
  return record;
}

function portOfEnvironment(): number | undefined {
  const text = process.env.BACKLOT_SANDBOX_PORT;
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new BacklotError({
    code: 'InvalidPort',
    message: `BACKLOT_SANDBOX_PORT=${text} is not a port: write a whole number from 1 to 65535`,
    actions: ['unset BACKLOT_SANDBOX_PORT'],
    exitCode: 3,
  });
}

/** The running one; undefined when there is none, or it must be replaced. */
async function runningHandle(
  { port, patienceMs }: EmulatorOptions,
  tell: (message: string) => void,
): Promise<EmulatorHandle | undefined> {
  const record = await answeringEmulator({ tell, ...(patienceMs === undefined ? {} : { patienceMs }) });
  if (!record) return undefined;
  if (port !== undefined && port !== record.port) throw elsewhere(port, record.port);
  return toHandle(record, false);
}

function toHandle(record: EmulatorRecord, started: boolean): EmulatorHandle {
  const { port, accountId, region, startedAt, version } = record;
  const pid = record.process?.pid ?? 0;
  const logFile = emulatorFolder().log;
  return { endpoint: `http://127.0.0.1:${port}`, pid, port, accountId, region, startedAt, logFile, version, started };
}

function elsewhere(wanted: number, actual: number): BacklotError {
  return new BacklotError({
    code: 'EmulatorRunsElsewhere',
    message: `the emulator already runs on port ${actual}, not on ${wanted}; resources hold its address, so it stays there`,
    hints: [`without BACKLOT_SANDBOX_PORT it is used where it is, on ${actual}; stop it to move it`],
    actions: ['unset BACKLOT_SANDBOX_PORT', 'backlot sandbox down'],
    exitCode: 3,
    details: { wanted, actual },
  });
}
