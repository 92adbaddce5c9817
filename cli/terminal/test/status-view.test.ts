import { describe, expect, it } from '@jest/globals';
import { statusParts } from '../../commands/test/support/status-parts.js';
import type { EnvironmentStatus } from '../../insight/status/index.js';
import { plain } from '../paint.js';
import { statusView } from '../status/status-view.js';

const lastApplied = new Date(Date.now() - 7_200_000).toISOString();
const ids = [
  'foundation',
  'network',
  'registry',
  'data',
  'media',
  'messaging',
  'secrets',
  'backup',
  'cluster',
  'alerting',
];
const status: EnvironmentStatus = {
  environment: 'local',
  target: 'sandbox',
  account: '000000000000',
  region: 'eu-central-1',
  reachable: true,
  stacks: ids.map((id) => ({
    id,
    applied: true,
    resources: 30,
    lastApplied,
    condition: id === 'data' ? 'changed' : 'applied',
  })),
  resources: 300,
  ...statusParts,
};

describe('the status on one screen', () => {
  it('claims nothing about a sandbox that is stopped', () => {
    const unknown = { unknown: 'the sandbox is stopped' };
    const text = statusView(
      {
        ...{ environment: 'local', target: 'sandbox', account: '0', region: 'r', reachable: false },
        stacks: ids.map((id) => ({ id, condition: 'unknown' })),
        ...{ release: unknown, lock: unknown, unfinished: unknown, proof: unknown, drift: unknown, services: unknown },
        alerts: unknown,
      },
      { width: 120, paint: plain },
    );
    expect(text).not.toMatch(/applied,|none|nobody is|never|no restore|nothing/);
    expect(text.split('\n').filter((line) => !/unknown/.test(line))).toEqual([]);
    expect(text).toMatch(/^stacks +unknown: 10 stacks declared/m);
  });

  it('says that what was found of drift is older than the newest release', () => {
    const seen = (release: string, looked: string) => {
      const at = (time: string) => `2026-11-21T${time}Z`;
      const newest = { number: 7, operation: 'deploy', outcome: 'complete', who: 'ann', at: at(release) };
      const found = { at: at(looked), ageSeconds: 120, code: 352, outside: 0, noise: 0 };
      return statusView(
        { ...status, release: { value: newest }, drift: { value: found } },
        { width: 120, paint: plain },
      );
    };
    expect(seen('04:00:00', '03:00:00')).toMatch(
      /^drift +not looked for since release 7; before it 0 changed outside, 352/m,
    );
    expect(seen('03:00:00', '04:00:00')).toMatch(/^drift +0 changed outside, 352 not applied/m);
  });

  it('counts no stack as applied whose last apply ended half way', () => {
    const stacks = status.stacks.map((stack) =>
      stack.id === 'media' ? { ...stack, condition: 'failed' as const } : stack,
    );
    const text = statusView({ ...status, stacks }, { width: 100, paint: plain });
    expect(text).toMatch(/^stacks +9 of 10 applied, 300 resources/m);
    expect(text).toMatch(/^ +applied half way: media$/m);
  });

  it('fits 80 columns and 24 rows', () => {
    const lines = statusView(status, { width: 80, paint: plain }).split('\n');
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('names what is not as it should be', () => {
    const text = statusView(status, { width: 100, paint: plain });
    expect(text).toMatch(/^stacks +all 10 applied, 300 resources, last 2 h ago$/m);
    expect(text).toMatch(/^ +declared otherwise since: data$/m);
    expect(text).toMatch(/^release +4 deploy complete, .* by ann@build$/m);
    expect(text).toMatch(/^lock +deploy of ann@build since .*, alive 3 s ago$/m);
    expect(text).toMatch(/^unfinished +apply data: bob@laptop/m);
    expect(text).toMatch(/^drift +unknown: no answer in 1.8 s$/m);
    expect(text).toMatch(/^backups +b-1 proven 10 days ago, at most 7d: a deploy is refused$/m);
    expect(text).toMatch(/^alerts +1 alert: ApiDown \(api\)$/m);
    expect(text).toMatch(/^api +2\/3 +1\.0 +paused 20 % of 1\.1$/m);
  });

  it('says of what is not there that there is nothing', () => {
    const { lock, unfinished, alerts, drift, proof, release, services, ...bare } = status;
    const text = statusView({ ...bare, alerts: { value: [] }, unfinished: { value: [] } }, { width: 80, paint: plain });
    expect(text).toContain('nobody is changing it');
    expect(text).toContain('none firing');
    expect(text).toContain('no restore was ever proven');
    expect(text).not.toContain('unfinished');
    expect(text).not.toContain('unknown');
  });
});
