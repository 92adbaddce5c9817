import { appendFile, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import type { ClusterAccess } from '../../kubernetes/index.js';
import { openHelm, packageChart } from '../index.js';

const charts = join(import.meta.dirname, '../../../../charts');
const access: ClusterAccess = {
  kubeconfig: '/none',
  context: 'none',
  server: 'https://127.0.0.1:1',
  source: 'context',
};

let folder: string;
const before = process.env.BACKLOT_STATE_DIR;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-charts-'));
  process.env.BACKLOT_STATE_DIR = folder;
  // A package holds no links.
  await cp(charts, join(folder, 'charts'), {
    recursive: true,
    filter: (path) => !path.endsWith('/charts/lib') || path === join(charts, 'lib'),
  });
});
afterAll(async () => {
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(folder, { recursive: true, force: true });
});

const request = (path: string, values: object) => ({
  namespace: 'streaming',
  release: 'api',
  chart: { path },
  values: { image: { repository: 'registry.example/api', tag: '1.0.0' }, ...values },
});

describe('a chart of this project', () => {
  it('is put together with its library, and is the same each time', async () => {
    const root = join(folder, 'charts');
    const made = await packageChart('service', root);
    expect(made.id).toMatch(/^service-\d+\.\d+\.\d+$/);
    expect(await readdir(made.path)).toEqual(
      expect.arrayContaining(['Chart.yaml', 'charts', 'templates', 'values.schema.json']),
    );
    expect(await readFile(join(made.path, 'charts/lib/Chart.yaml'), 'utf8')).toContain('type: library');
    expect(await packageChart('service', root)).toEqual(made);
  });

  it('is another as soon as its library is', async () => {
    const root = join(folder, 'charts');
    const made = await packageChart('service', root);
    await appendFile(join(root, 'lib/templates/_names.tpl'), '{{/* another */}}\n');
    const changed = await packageChart('service', root);
    expect(changed.hash).not.toBe(made.hash);
    expect(changed.path).not.toBe(made.path);
  });

  it('is not there in a broken installation', async () => {
    await expect(packageChart('nothing', join(folder, 'charts'))).rejects.toMatchObject({ code: 'ChartMissing' });
  });

  it('is rendered by the real Helm', async () => {
    const helm = await openHelm(access);
    const { path } = await packageChart('service');
    const objects = await helm.template(request(path, {}));
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Rollout', 'Service', 'NetworkPolicy']));
  });

  it('is given every text as it is by the real Helm, which reads its values as YAML', async () => {
    const helm = await openHelm(access);
    const { path } = await packageChart('service');
    const texts = [
      ...HOSTILE_TEXTS,
      'a \u2028 b',
      'a \u2029b',
      '\ufeffa',
      'a\u007f\u0090b',
      '##[error]a',
      '\u001b[31ma\r\nb',
    ];
    const config = Object.fromEntries(texts.map((text, at) => [`TEXT_${at}`, text]));
    const objects = await helm.template(request(path, { config }));
    expect(objects.find(({ kind }) => kind === 'ConfigMap')?.data).toEqual(config);
  });

  it('refuses values with their path, by the real Helm', async () => {
    const helm = await openHelm(access);
    const { path } = await packageChart('service');
    await expect(helm.template(request(path, { replicas: { min: 'three', max: 3 }, nope: 1 }))).rejects.toMatchObject({
      code: 'ValuesInvalid',
      exitCode: 3,
      details: {
        violations: expect.arrayContaining([expect.objectContaining({ path: 'replicas.min', chart: 'service' })]),
      },
    });
  });
});
