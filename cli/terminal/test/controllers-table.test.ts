import { describe, expect, it } from '@jest/globals';
import type { ControllerDeployment } from '../../delivery/cluster-objects/controllers/controllers-result.js';
import { controllersTable } from '../controllers-table.js';
import { plain } from '../paint.js';

const base: ControllerDeployment = {
  id: 'keda',
  title: 'KEDA',
  status: 'installed',
  namespace: 'keda',
  version: '2.20.2',
  appVersion: '2.20.2',
  neededFor: 'cluster.controllers.keda',
  durationMs: 1_200,
};

describe('table of controllers', () => {
  it('says what each is for, what stands in, and why one failed', () => {
    const text = controllersTable(
      [
        base,
        { ...base, id: 'karpenter', status: 'not in the sandbox', note: 'nodes there are simulated', durationMs: 0 },
        {
          ...base,
          id: 'external-dns',
          status: 'failed',
          error: {
            code: 'ControllerUnhealthy',
            message: 'not ready',
            source: 'upstream',
            actions: ['kubectl get pods'],
          },
        },
      ],
      { width: 120, paint: plain },
    );
    expect(text).toMatch(/keda +installed +2\.20\.2 .*for cluster\.controllers\.keda/);
    expect(text).toMatch(/karpenter +not in the sandbox .*nodes there are simulated/);
    expect(text).toContain('✖ external-dns: not ready\n  next: kubectl get pods');
  });
});
