import type { EmulatorStatus } from '../../../sandbox/aws/emulator/index.js';
import { type Progress, silent, step } from '../progress.js';

export { type SandboxCoverage, sandboxCoverage } from './coverage.js';

/** The parts of the sandbox of this machine. */
export interface SandboxStatus {
  readonly aws: EmulatorStatus;
}

/** The sandbox after it was told to stop. */
export interface SandboxStopped extends SandboxStatus {
  /** Whether something ran. */
  readonly stopped: boolean;
}

/** How the sandbox is started. */
export interface SandboxUpOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Port on 127.0.0.1. @default that of last time, else a free one */
  readonly port?: number;
  /** Account that it plays. @default that of last time */
  readonly accountId?: string;
  /** Home region. @default that of last time */
  readonly region?: string;
}

/** Starts what doesn't run; what does is left alone. */
export async function sandboxUp({ progress = silent, ...options }: SandboxUpOptions = {}): Promise<SandboxStatus> {
  const { emulatorStatus, ensureEmulator } = await import('../../../sandbox/aws/emulator/index.js');
  const id = 'sandbox/aws';
  await step(
    progress,
    { id, title: 'sandbox' },
    () => ensureEmulator({ ...options, progress: (message) => progress.emit({ type: 'step-progress', id, message }) }),
    ({ started, endpoint }) => ({ status: started ? 'done' : 'unchanged', message: endpoint }),
  );
  return { aws: await emulatorStatus() };
}

/** Stops it; data stays. */
export async function sandboxDown(options: { readonly progress?: Progress } = {}): Promise<SandboxStopped> {
  const { emulatorStatus, stopEmulator } = await import('../../../sandbox/aws/emulator/index.js');
  const stopped = await step(
    options.progress ?? silent,
    { id: 'sandbox/aws', title: 'sandbox' },
    stopEmulator,
    (ran) => ({ status: ran ? 'done' : 'unchanged', message: ran ? 'stopped' : 'did not run' }),
  );
  return { stopped, aws: await emulatorStatus() };
}

/** Looks, and changes nothing. */
export async function sandboxStatus(): Promise<SandboxStatus> {
  const { emulatorStatus } = await import('../../../sandbox/aws/emulator/index.js');
  return { aws: await emulatorStatus() };
}

/** Stops it and deletes all that it held. */
export async function sandboxReset(options: { readonly progress?: Progress } = {}): Promise<SandboxStatus> {
  const { emulatorStatus, resetEmulator } = await import('../../../sandbox/aws/emulator/index.js');
  await step(options.progress ?? silent, { id: 'sandbox/aws', title: 'sandbox' }, resetEmulator, () => ({
    message: 'emptied',
  }));
  return { aws: await emulatorStatus() };
}
