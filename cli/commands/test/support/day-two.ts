import type { Operations } from '../../../base-command/operations.js';
import type { UpgradeResult } from '../../../running/cluster-upgrade/index.js';
import type { LogLine, RestartResult, ScalePlan, ScaleResult, ServiceEvent } from '../../../running/day-two/index.js';

/** A line of a log. */
export const logLine: LogLine = {
  service: 'api',
  pod: 'api-5d8f7c-abcde',
  container: 'api',
  version: 'canary',
  time: '2026-11-21T10:00:01.123456789Z',
  text: '{"level":"error","msg":"no route","status":502,"path":"/a b"}',
  fields: { level: 'error', msg: 'no route', status: 502, path: '/a b' },
  model: false,
};

/** An event of three pods. */
export const serviceEvent: ServiceEvent = {
  service: 'api',
  kind: 'Pod',
  name: 'api-5d8f7c-abcde',
  objects: 3,
  warning: true,
  reason: 'BackOff',
  message: 'Back-off pulling image',
  count: 7,
  first: '2026-11-21T09:00:00.000Z',
  last: '2026-11-21T10:00:00.000Z',
  by: 'kubelet',
};

/** What a scaling will do. */
export const scalePlan: ScalePlan = {
  environment: 'local',
  service: 'api',
  namespace: 'streaming',
  autoscaled: true,
  from: { min: 3, max: 9 },
  to: { min: 6, max: 12 },
  declared: { min: 3, max: 9 },
  until: '2026-11-21T12:00:00.000Z',
  unchanged: false,
  reset: false,
  pods: 3,
  warnings: ['the nodes have room for 2 more'],
};

/** What became of it. */
export const scaleResult: ScaleResult = { ...scalePlan, status: 'scaled', ready: 6 };

/** A restart that is not over. */
export const restartResult: RestartResult = {
  environment: 'local',
  namespace: 'streaming',
  services: [
    {
      service: 'api',
      kind: 'Rollout',
      pods: 3,
      maxUnavailable: '0',
      resumes: '2026-11-21T10:00:00Z',
      status: 'timed-out',
      ready: 1,
      restartedAt: '2026-11-21T10:00:00Z',
      error: { code: 'RestartTimedOut', message: 'not over', source: 'user', actions: ['backlot restart local api'] },
    },
  ],
};

/** An upgrade that something blocks. */
export const upgradeResult: UpgradeResult = {
  environment: 'local',
  cluster: 'movies-local',
  live: '1.35',
  recorded: '1.35',
  declared: { version: '1.36', file: 'environments/base.yaml', line: 19 },
  target: '1.36',
  outcome: 'blocked',
  findings: [
    {
      check: 'budgets',
      severity: 'blocks',
      message: 'PodDisruptionBudget streaming/api lets no pod go',
      objects: ['Pod streaming/api-1'],
      actions: ['kubectl describe pdb'],
    },
    { check: 'version', severity: 'ok', message: 'EKS offers 1.36' },
  ],
  steps: [{ step: 'control-plane', from: '1.35', to: '1.36', status: 'pending', message: 'x' }],
  reversal: ['within 7 days'],
  actions: ['clear what blocks'],
};

/** All operations of the day after the deploy. */
export const dayTwoOperations: Pick<
  Operations,
  'streamLogs' | 'readEvents' | 'scaleService' | 'restartServices' | 'execInService' | 'upgradeCluster'
> = {
  streamLogs: async (_environment, { onLine }) => {
    onLine(logLine);
    const { pod } = logLine;
    const services = ['api'];
    return { environment: 'local', namespace: 'streaming', services, pods: [pod], lines: 1, silent: [], model: false };
  },
  readEvents: async (_environment, { onEvent }) => {
    onEvent?.(serviceEvent);
    return { environment: 'local', namespace: 'streaming', services: ['api'], events: [serviceEvent] };
  },
  scaleService: async () => scaleResult,
  restartServices: async () => restartResult,
  execInService: async (_environment, { command, stderr, stdout }) => {
    stdout.write('out\n');
    stderr.write('err\n');
    return {
      environment: 'local',
      service: 'api',
      namespace: 'streaming',
      pod: 'api-1',
      container: 'api',
      command,
      exitCode: 3,
    };
  },
  upgradeCluster: async () => upgradeResult,
};
