import { BacklotError } from '../../../../modules/values/backlot-error.js';
import {
  type EmulatorStatus,
  emulatorStatus,
  findPython,
  inspectVirtualEnvironment,
} from '../../../../sandbox/aws/emulator/index.js';
import type { Check } from '../check.js';

/** Python, the emulator's installation, and whether the emulator runs. */
export async function checkEmulator(): Promise<Check[]> {
  const { folder, installed } = inspectVirtualEnvironment();
  const installation: Check = {
    id: 'emulator',
    title: 'AWS emulator, installed',
    path: folder,
    ...(installed
      ? { status: 'ok', version: installed.version, detail: `Python ${installed.pythonVersion}` }
      : {
          status: 'warning',
          detail: 'not installed, or damaged; the next start installs it',
          action: 'backlot sandbox up',
        }),
  };
  const emulator = await emulatorStatus();
  return [
    await checkPython(installed !== undefined),
    installation,
    runningCheck(emulator),
    ...(emulator.healthy ? [functionsCheck(emulator)] : []),
  ];
}

async function checkPython(installed: boolean): Promise<Check> {
  const check = { id: 'python', title: 'Python (runs the emulator)' };
  try {
    const { path, version, installer } = await findPython();
    return { ...check, status: 'ok', version, path, ...(installer === 'uv' && { detail: 'environments by uv' }) };
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    const status = installed ? 'warning' : 'missing';
    return {
      ...check,
      status,
      detail: error.message,
      action: error.actions.find((action) => action !== 'backlot doctor') ?? error.hints[0],
    };
  }
}

function runningCheck(emulator: EmulatorStatus): Check {
  const check = { id: 'emulator-running', title: 'AWS emulator, running' };
  if (!emulator.running) return { ...check, status: 'warning', detail: 'stopped', action: 'backlot sandbox up' };
  const { version, endpoint, pid, logFile } = emulator;
  if (emulator.healthy) return { ...check, status: 'ok', version, detail: `${endpoint}, process ${pid}` };
  const detail = `process ${pid} does not answer on ${endpoint}; see ${logFile}`;
  return { ...check, status: 'warning', version, detail, action: 'backlot sandbox up' };
}

/** What functions can reach is found out by the emulator when it starts, with one that tries. */
export function functionsCheck({ unconfined }: Pick<EmulatorStatus, 'unconfined'>): Check {
  const check = { id: 'functions-confined', title: 'Functions in the sandbox, confined' };
  if (!unconfined) return { ...check, status: 'ok', detail: 'own files, ports of the sandbox, no other process' };
  return { ...check, status: 'warning', detail: `they run as any program of yours: ${unconfined}` };
}
