import type { EnvironmentStatus } from '../../../insight/status/index.js';

const at = '2026-11-21T04:00:00.000Z';

/** Every part of a status that is no stack, with every optional field set once. */
export const statusParts: Partial<EnvironmentStatus> = {
  release: { value: { number: 4, operation: 'deploy', outcome: 'complete', who: 'ann@build', at } },
  lock: { value: { operation: 'deploy', who: 'ann@build', since: at, ageSeconds: 3, alive: true } },
  unfinished: { value: [{ step: 'stack:data', intent: 'apply data', who: 'bob@laptop', began: at }] },
  services: {
    value: [
      { service: 'api', ready: 2, desired: 3, version: '1.0', canary: { phase: 'paused', weight: 20, version: '1.1' } },
      { service: 'processor', ready: 1, desired: 1 },
    ],
  },
  alerts: { value: [{ name: 'ApiDown', severity: 'critical', subject: 'api', since: at }] },
  proof: { value: { set: 'b-1', outcome: 'proven', at, ageSeconds: 864_000, maxAge: '7d', stale: true } },
  drift: { unknown: 'no answer in 1.8 s' },
  durationMs: 700,
};
