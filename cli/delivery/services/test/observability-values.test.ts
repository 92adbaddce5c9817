import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Environment, listEnvironments, loadEnvironment } from '../../../../environments/model/index.js';
import { observabilityValues } from '../observability-values.js';

const root = join(import.meta.dirname, '../../../..');
const ids = await listEnvironments({ root });
const schema = JSON.parse(await readFile(join(root, 'charts/observability/values.schema.json'), 'utf8'));
const fits = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(schema);
const outputs = { messaging: { queue_ingest_url: 'https://sqs.example/000000000000/backlot-local-ingest' } };
const { environment } = await loadEnvironment('local', { root });

describe('the values of what is watched', () => {
  it.each(ids)('fit the schema of the chart for %s', async (id) => {
    const { environment } = await loadEnvironment(id, { root });
    fits(JSON.parse(JSON.stringify(observabilityValues(environment, { outputs }))));
    expect(fits.errors ?? []).toEqual([]);
  });

  it('hold the objectives of every service', () => {
    const { services, platform } = observabilityValues(environment, { outputs });
    expect(platform).toBe('backlot');
    expect(services).toEqual([
      {
        name: 'api',
        namespace: 'streaming',
        kind: 'web',
        slo: { availability: 99.9, latencyP95: 0.5, window: '30d', playback: { startupP95: 2, rebufferRatio: 0.01 } },
        queues: [],
      },
      {
        name: 'processor',
        namespace: 'streaming',
        kind: 'worker',
        slo: { availability: 99.5, latencyP95: 30, window: '30d', playback: null },
        queues: [{ name: 'backlot-local-ingest', maxMessages: 150, maxAgeSeconds: 900 }],
      },
    ]);
  });

  it('count the window of an objective in days', () => {
    const { api } = environment.services;
    const weekly = { ...environment, services: { api: { ...api, slo: { ...api?.slo, window: '2w' } } } } as Environment;
    expect(observabilityValues(weekly, { outputs }).services[0]?.slo?.window).toBe('14d');
  });

  it('leave out services that run elsewhere, and rules that the cluster does not know', () => {
    const { api } = environment.services;
    const elsewhere = { ...environment, services: { api: { ...api, run: 'ecs' } } } as Environment;
    expect(observabilityValues(elsewhere, { outputs, rules: false })).toMatchObject({
      services: [],
      rules: { enabled: false },
    });
  });

  it('name the stack that is not applied', () => {
    expect(() => observabilityValues(environment, { outputs: {} })).toThrow(
      expect.objectContaining({ code: 'OutputMissing', details: expect.objectContaining({ stack: 'messaging' }) }),
    );
  });
});
