import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ImagesResult } from '../../../delivery/images/index.js';
import type { Cloud } from '../../../session/cloud/index.js';
import type { PatchSources } from '../patch-sources.js';
import { type PatchTooling, planPatches } from '../plan-patches.js';

const nothing: PatchSources = {
  postgresOffered: async () => undefined,
  cacheOffered: async () => undefined,
  clusterOffered: async () => undefined,
  databases: async () => [],
  caches: async () => [],
  nodes: async () => [],
  newestNodes: async () => undefined,
  maintenance: async () => [],
  runtimes: async () => [],
  close: () => {},
};

const noImages: ImagesResult = { environment: 'prod', images: [], untagged: 0, elsewhere: [], unknown: [] };
const now = new Date('2026-11-21T10:00:00Z');

function tooling(
  sources: Partial<PatchSources> = {},
  target: Cloud['target'] = 'aws',
  more: Partial<PatchTooling> = {},
): Partial<PatchTooling> {
  return {
    openCloud: async () => ({ target, close: async () => {} }) as Cloud,
    sources: async () => ({ ...nothing, ...sources }),
    charts: async () => ({ reason: 'ENOTFOUND' }),
    images: async () => noImages,
    ...more,
  };
}

describe('a plan of patches', () => {
  it('names the line of the database, its window and the end of its support', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const sources = {
      postgresOffered: async () => ['17.5', '17.9', '18.2', '18.3', '19.1-R1'],
      databases: async () => [{ identifier: 'backlot-prod-main', version: '17.5' }],
    };
    const plan = await planPatches(environment, { origins, now, tooling: tooling(sources) });
    const database = plan.items.find(({ kind }) => kind === 'database');
    expect(database).toMatchObject({
      name: 'data.postgres.main',
      current: 'postgres 17.5',
      newest: '17.9',
      next: '18.3',
      deadline: '2030-02-28',
      state: 'behind',
      change: { path: 'data.postgres.main.version', to: '18' },
    });
    expect(database?.applies).toContain('17.9 comes by itself');
    expect(database?.change?.line).toBeGreaterThan(0);
    expect(plan.tablesFrom).toBeUndefined();
  });

  it('puts first what is past its support, then what soon is', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const sources = {
      clusterOffered: async () => [
        { version: environment.cluster?.version ?? '', support: '2026-11-01' },
        { version: '1.99', support: '2029-01-01' },
      ],
      runtimes: async () => [{ name: 'backlot-prod-ingest', runtime: 'nodejs22.x' }],
      maintenance: async () => [{ resource: 'backlot-prod-main', action: 'system-update', deadline: '2026-12-01' }],
    };
    const { items, totals } = await planPatches(environment, { origins, now, tooling: tooling(sources) });
    const urgent = items.slice(0, 3).map(({ deadline, kind, state }) => [state, deadline, kind]);
    expect(urgent).toEqual([
      ['past', '2026-11-01', 'cluster'],
      ['soon', '2026-12-01', 'maintenance'],
      ['soon', '2027-04-30', 'runtime'],
    ]);
    expect(totals).toMatchObject({ past: 1, soon: 2 });
    expect(items[0]?.change).toMatchObject({ path: 'cluster.version', to: '1.99' });
  });

  it('says which nodes have an older release, and which could not be asked for', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const group = { version: '1.34', release: '1.50.0-aaaa', amiType: 'BOTTLEROCKET_ARM_64' };
    const sources = {
      nodes: async () => [
        { ...group, name: 'general' },
        { ...group, name: 'batch', amiType: 'CUSTOM' },
      ],
      newestNodes: async (amiType: string) => (amiType === 'CUSTOM' ? undefined : '1.52.0-bbbb'),
    };
    const { items } = await planPatches(environment, { origins, now, tooling: tooling(sources) });
    const nodes = items.filter(({ kind }) => kind === 'nodes');
    expect(nodes.map(({ name, newest, state }) => [name, state, newest])).toEqual([
      ['nodes general', 'behind', '1.52.0-bbbb'],
      ['nodes batch', 'unknown', undefined],
    ]);
  });

  it('compares charts with their repositories, or says that these are not reachable', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const charts = async (_repository: string, chart: string) =>
      chart === 'cert-manager' ? { versions: ['v1.20.9', 'v1.21.0-alpha.1', 'v2.0.0'] } : { reason: 'ENOTFOUND' };
    const { items } = await planPatches(environment, { origins, now, tooling: tooling({}, 'aws', { charts }) });
    const found = items.filter(({ kind }) => kind === 'chart');
    expect(found.find(({ name }) => name === 'cert-manager')).toMatchObject({
      state: 'behind',
      newest: 'v1.20.9',
      next: 'v2.0.0',
      change: { path: 'cluster.controllers.cert-manager.version', to: 'v1.20.9', kind: 'default' },
    });
    expect(found.find(({ name }) => name === 'external-dns')).toMatchObject({
      state: 'unknown',
      note: expect.stringContaining('is not reachable: ENOTFOUND'),
    });
  });

  it('tells old images and those with findings among those that run', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const image = { service: 'api', digest: 'sha256:1', tags: ['1.0.0'], runs: ['stable'] };
    const images = async (): Promise<ImagesResult> => ({
      ...noImages,
      images: [
        { ...image, pushedAt: '2026-08-01T00:00:00Z' },
        {
          ...image,
          service: 'processor',
          pushedAt: '2026-11-20T00:00:00Z',
          scan: { status: 'COMPLETE', findings: { HIGH: 1 } },
        },
        { ...image, service: 'studio', pushedAt: '2026-11-20T00:00:00Z' },
        { ...image, service: 'gone', runs: [] },
      ],
    });
    const { items } = await planPatches(environment, { origins, now, tooling: tooling({}, 'aws', { images }) });
    const found = items
      .filter(({ kind }) => kind === 'image')
      .map(({ current, name, state }) => [name, state, current]);
    expect(found).toEqual([
      ['services.api', 'behind', '1.0.0, 112 days old'],
      ['services.processor', 'behind', '1.0.0, 1 days old'],
      ['services.studio', 'current', '1.0.0, 1 days old'],
    ]);
  });

  it('goes on when one look fails, and names it', async () => {
    const { environment, origins } = await loadEnvironment('prod');
    const maintenance = async () => {
      throw new Error('AccessDenied: rds:DescribePendingMaintenanceActions');
    };
    const plan = await planPatches(environment, { origins, now, tooling: tooling({ maintenance }) });
    expect(plan.unknown).toEqual([{ what: 'maintenance', reason: expect.stringContaining('AccessDenied') }]);
    expect(plan.items.some(({ kind }) => kind === 'cluster')).toBe(true);
  });

  it('compares what is declared with tables when the sandbox is down', async () => {
    const { environment, origins } = await loadEnvironment('local');
    const openCloud = async () => {
      throw new BacklotError({ code: 'SandboxDown', message: 'down' });
    };
    const plan = await planPatches(environment, { origins, now, tooling: tooling({}, 'sandbox', { openCloud }) });
    expect(plan.unknown[0]?.reason).toContain('the sandbox is down');
    expect(plan.tablesFrom).toMatch(/^\d{4}-\d{2}$/);
    expect(plan.items.filter(({ kind }) => kind === 'database')).toHaveLength(1);
  });
});
