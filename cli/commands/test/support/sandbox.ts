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
  cluster: {
    running: true,
    healthy: true,
    kubeconfig: '/state/sandbox/cluster/kubeconfig',
    context: 'backlot-sandbox',
    dataFolder: '/state/sandbox/cluster/data',
    logFolder: '/state/sandbox/cluster/logs',
    components: [
      {
        name: 'kube-apiserver',
        running: true,
        healthy: true,
        logFile: '/state/sandbox/cluster/logs/kube-apiserver.log',
        pid: 4250,
        rssMiB: 340,
        version: '1.35.4',
      },
      { name: 'agent', running: false, healthy: false, logFile: '/state/sandbox/cluster/logs/agent.log' },
    ],
    rssMiB: 340,
    server: 'https://127.0.0.1:6443',
    version: '1.35.4',
    prometheus: 'http://127.0.0.1:9090',
    agent: 'http://127.0.0.1:9091',
    nodes: 5,
    startedAt: '2026-11-21T04:00:00.000Z',
  },
  otherClusters: ['qa'],
};

/** A sandbox that doesn't. */
export const stoppedSandbox: SandboxStatus = {
  aws: {
    running: false,
    healthy: false,
    logFile: '/state/sandbox/aws/emulator.log',
    dataFolder: '/state/sandbox/aws/data',
  },
  cluster: {
    running: false,
    healthy: false,
    kubeconfig: '/state/sandbox/cluster/kubeconfig',
    context: 'backlot-sandbox',
    dataFolder: '/state/sandbox/cluster/data',
    logFolder: '/state/sandbox/cluster/logs',
    components: [],
    rssMiB: 0,
  },
  otherClusters: [],
};
