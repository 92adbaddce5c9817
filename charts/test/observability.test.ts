import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { type Rendered, renderScenario } from './helm.js';
import { prepareScanners, runPromtool } from './scanners.js';
import { findScenarios } from './scenario.js';

const MINUTES = 60_000;
const scenarios = findScenarios().filter(({ chart }) => chart === 'observability');
const folder = mkdtempSync(join(tmpdir(), 'backlot-rules-'));
const cases = fileURLToPath(new URL('./rules/objectives.test.yaml', import.meta.url));
const runbooks = readFileSync(fileURLToPath(new URL('../../docs/tasks/alerts.md', import.meta.url)), 'utf8');
let objects: Rendered[];

beforeAll(async () => {
  await prepareScanners();
  objects = await renderScenario(scenarios.find(({ name }) => name === 'platform') as (typeof scenarios)[0]);
}, 15 * MINUTES);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the rules', () => {
  it(
    'of every scenario are PromQL, and none is there twice',
    async () => {
      for (const scenario of scenarios) {
        const file = `check-${scenario.name}.yaml`;
        writeFileSync(join(folder, file), stringify({ groups: groupsOf(await renderScenario(scenario)) }));
        await expect(runPromtool(['check', 'rules', '--lint-fatal', file], folder)).resolves.toContain('SUCCESS');
      }
    },
    MINUTES,
  );

  it(
    'record and alert as their cases say',
    async () => {
      writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: groupsOf(objects) }));
      copyFileSync(cases, join(folder, 'objectives.test.yaml'));
      await expect(runPromtool(['test', 'rules', 'objectives.test.yaml'], folder)).resolves.toContain('SUCCESS');
    },
    MINUTES,
  );

  it('alert on windows and factors of the SRE workbook, scaled to the window of the objective', () => {
    const burns = alertsOf(objects).filter(({ alert }) => alert === 'BacklotErrorBudgetBurn');
    const limits = (service: string) =>
      burns
        .filter(({ labels }) => labels.service === service && labels.objective === 'availability')
        .map(({ labels, expr }) => [
          labels.window,
          /rate(\w+)\{[^}]*\} > [\d.]+$/.exec(expr)?.[1],
          Number(/> ([\d.]+)/.exec(expr)?.[1]),
        ]);
    expect(limits('api')).toEqual([
      ['1h', '5m', 0.0144],
      ['6h', '30m', 0.006],
      ['3d', '6h', 0.001],
    ]);
    expect(limits('streaming')[0]).toEqual(['1h', '5m', 0.00672]);
  });

  it('explain every alert, by a runbook that is there', () => {
    const alerts = alertsOf(objects);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBeGreaterThanOrEqual(13);
    for (const { alert, annotations, labels } of alerts) {
      expect(annotations.runbook_url).toMatch(new RegExp(`#${alert.toLowerCase()}$`));
      expect(runbooks).toContain(`\n## ${alert}\n`);
      expect(['page', 'ticket']).toContain(labels.severity);
    }
  });

  it('have a runbook for no alert that is not made', () => {
    const made = new Set(alertsOf(objects).map(({ alert }) => alert));
    const explained = [...runbooks.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(explained.filter((name) => !made.has(name as string))).toEqual([]);
  });

  it('of a worker look at its messages', () => {
    const text = JSON.stringify(
      groupsOf(objects).filter(({ name }) => name.startsWith('streaming-processor-objectives')),
    );
    expect(text).toContain('messages_processed_total');
    expect(text).not.toContain('http_requests_total');
  });
});

describe('the dashboards', () => {
  it('are what Grafana reads: unique identifiers, panels that do not overlap, queries', () => {
    const dashboards = dashboardsOf(objects);
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual([
      'backlot-canary',
      'backlot-platform',
      'backlot-service',
      'backlot-slo',
    ]);
    for (const { panels } of dashboards) {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const panel of panels.filter(({ type }) => type !== 'row')) expect(panel.targets.length).toBeGreaterThan(0);
    }
  });

  it(
    'ask in PromQL',
    async () => {
      const queries = dashboardsOf(objects).flatMap(({ panels }) => panels.flatMap(({ targets }) => targets ?? []));
      const rules = queries.map(({ expr }, index) => ({
        record: `query:${index}`,
        expr: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(namespace|service)/g, 'x'),
      }));
      writeFileSync(join(folder, 'queries.yaml'), stringify({ groups: [{ name: 'queries', rules }] }));
      await expect(runPromtool(['check', 'rules', 'queries.yaml'], folder)).resolves.toContain(
        `${rules.length} rules found`,
      );
    },
    MINUTES,
  );

  it('carry the label that the sidecar of Grafana looks for', () => {
    const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
    expect(maps).toHaveLength(4);
    for (const { metadata } of maps) expect(metadata.labels.grafana_dashboard).toBe('1');
  });
});

interface Group {
  readonly name: string;
  readonly rules: readonly Alert[];
}

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly gridPos: { x: number; y: number; w: number; h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

function groupsOf(rendered: readonly Rendered[]): Group[] {
  return rendered.filter(({ kind }) => kind === 'PrometheusRule').flatMap(({ spec }) => spec.groups as Group[]);
}

function alertsOf(rendered: readonly Rendered[]): Alert[] {
  return groupsOf(rendered).flatMap(({ rules }) => rules.filter(({ alert }) => alert));
}

function dashboardsOf(rendered: readonly Rendered[]): Dashboard[] {
  return rendered
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => Object.values(data as Record<string, string>).map((text) => JSON.parse(text) as Dashboard));
}
