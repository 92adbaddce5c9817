import type { SandboxStatus } from '../../../operations/sandbox/index.js';

/** A sandbox that runs. */
export const runningSandbox: SandboxStatus = {
  aws: {
    running: true,
    healthy: true,
    logFile: '/state/sandbox/aws/emulator.log',
    dataFolder: '/state/sandbox/aws/data',
    endpoint: 'http://127.0.0.1:4566',
    pid: 4242,
    port: 4566,
    accountId: '000000000000',
    region: 'eu-central-1',
    version: '1.5.33',
    startedAt: '2026-11-21T04:00:00.000Z',
  },
};

/** A sandbox that doesn't. */
export const stoppedSandbox: SandboxStatus = {
  aws: {
    running: false,
    healthy: false,
    logFile: '/state/sandbox/aws/emulator.log',
    dataFolder: '/state/sandbox/aws/data',
  },
};
