import { describe, expect, it } from '@jest/globals';
import { withCluster } from '../../delivery/deploy/deploy-summary.js';
import type { DeployResult } from '../../delivery/deploy/index.js';
import type { ServiceDeployment } from '../../delivery/services/index.js';
import { deployReport } from '../deploy-report.js';

const NEXT = [
  'backlot canary history local api',
  'backlot rollback local --service api',
  'backlot canary retry local api',
];
const result: DeployResult = {
  ...{ environment: 'local', account: '000000000000', region: 'eu-central-1', stacks: [], actions: [], durationMs: 1 },
  totals: { add: 0, change: 0, replace: 0, destroy: 0, stacks: 0, resources: 0, failed: 0 },
  outcome: 'complete',
};
const service = (status: 'aborted' | 'failed'): ServiceDeployment => ({
  ...{ service: 'api', status, image: 'api:1.2.0', pods: { ready: 3, desired: 3 }, durationMs: 1 },
  error: { code: 'CanaryAborted', message: 'too many errors', source: 'user', actions: NEXT },
  actions: NEXT,
});
const report = (status: 'aborted' | 'failed') => {
  const cluster = { context: '', server: '', kubeconfig: '', services: [service(status)], durationMs: 1 };
  const all = withCluster(result, cluster, { began: 0, command: 'deploy' });
  const text = deployReport(all, { width: 200, paint: (_, text_) => text_ });
  return text.split('\n').flatMap((line) => /next: (?:bin\/)?(.*)$/.exec(line)?.[1] ?? []);
};

describe('the next steps of a deploy', () => {
  it('are printed once, and do not deploy again what was aborted', () => {
    expect(report('aborted')).toEqual(NEXT);
  });

  it('deploy again what failed otherwise', () => {
    expect(report('failed')).toEqual([...NEXT, 'backlot deploy local']);
  });
});
