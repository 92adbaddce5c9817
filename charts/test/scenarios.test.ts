import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { lint, type Rendered, renderScenario } from './helm.js';
import { apiSchemaFolder, checkSchemas, type Finding, prepareScanners, score } from './scanners.js';
import { chartNames, chartsFolder, findScenarios } from './scenario.js';
import { covers, readSuppressions } from './suppressions.js';

const MINUTES = 60_000;
const scenarios = findScenarios();
const tried: string[] = [];
const rendered = new Map<string, Rendered[]>();
const found: { scenario: string; finding: Finding }[] = [];
let schemas: Awaited<ReturnType<typeof apiSchemaFolder>>;
let checks = 0;
let objectCount = 0;

beforeAll(async () => {
  await prepareScanners();
  schemas = await apiSchemaFolder();
}, 15 * MINUTES);

afterAll(async () => {
  await schemas?.remove();
  process.stderr.write(
    `charts: ${tried.length} scenarios linted and rendered, ${objectCount} objects valid against the API's schemas, ` +
      `${checks} checks of kube-score with ${found.length} findings, all of them suppressed with a reason\n`,
  );
});

describe.each(scenarios)('scenario $name of the chart $chart', (scenario) => {
  it('passes helm lint --strict', async () => {
    await expect(lint(scenario)).resolves.toContain('0 chart(s) failed');
  });

  it(
    'makes only objects that the API server would know in every field',
    async () => {
      const objects = await renderScenario(scenario);
      rendered.set(scenario.name, objects);
      objectCount += objects.length;
      expect(objects.length).toBeGreaterThan(0);
      expect(await checkSchemas(schemas.path, objects)).toEqual([]);
    },
    MINUTES,
  );

  it(
    'is scored without anything critical that is not accounted for',
    async () => {
      const objects = rendered.get(scenario.name) as Rendered[];
      const result = await score(objects);
      checks += result.checks;
      found.push(...result.findings.map((finding) => ({ scenario: scenario.name, finding })));
      const open = result.findings.filter(
        (finding) => !readSuppressions().some((each) => covers(each, scenario.name, finding)),
      );
      expect(open).toEqual([]);
      tried.push(`${scenario.chart}/${scenario.name}`);
    },
    MINUTES,
  );

  it('says in its first line what it is for', () => {
    expect(readFileSync(scenario.file, 'utf8')).toMatch(/^# \w/);
  });
});

describe('the scenarios', () => {
  it('are all tried: none is skipped', () => {
    expect(tried.sort()).toEqual(scenarios.map(({ chart, name }) => `${chart}/${name}`).sort());
    expect(chartNames()).toEqual(['observability', 'service']);
  });

  it('use every value that the service chart has, away from its default or as it is', () => {
    const branches = [
      ...['kind', 'ingress.enabled', 'gateway.enabled', 'canary.enabled', 'canary.analysis.enabled'],
      ...['autoscaling.enabled', 'network.enabled', 'network.dns', 'network.https', 'podMonitor.enabled'],
      ...['podDisruptionBudget.enabled', 'topology.zones', 'topology.hosts', 'serviceAccount.create'],
      ...['migration.enabled', 'secretStore.enabled', 'cron.suspend', 'canary.dynamicStableScale'],
      ...['health.startup.enabled'],
    ];
    const files = scenarios.filter(({ chart }) => chart === 'service').map(({ file }) => valuesOf(file));
    const defaults = valuesOf(join(chartsFolder, 'service', 'values.yaml'));
    for (const branch of branches) {
      const seen = new Set(files.map((values) => at(values, branch) ?? at(defaults, branch)));
      expect({ branch, both: seen.size >= 2 }).toEqual({ branch, both: true });
    }
  });
});

describe('the suppressions', () => {
  it.each(readSuppressions())('of $check has a reason, has not expired, and is for something that is found', (each) => {
    expect(each.reason.length).toBeGreaterThan(40);
    expect(new Date(each.until).getTime()).toBeGreaterThan(Date.now());
    expect(found.some(({ scenario, finding }) => covers(each, scenario, finding))).toBe(true);
  });
});

describe('the scanners', () => {
  it('find a field that the API does not have', async () => {
    const [object] = rendered.get('web-minimal') as [Rendered];
    const wrong = { ...object, spec: { ...object.spec, podSelektor: {} } };
    expect(await checkSchemas(schemas.path, [wrong])).toEqual([expect.stringContaining('podSelektor')]);
  });

  it('find a field of a rollout that Argo does not have', async () => {
    const rollout = (rendered.get('web-minimal') as Rendered[]).find(({ kind }) => kind === 'Rollout') as Rendered;
    const wrong = { ...rollout, spec: { ...rollout.spec, strategy: { canary: { stepps: [] } } } };
    expect(await checkSchemas(schemas.path, [wrong])).toEqual([expect.stringContaining('stepps')]);
  });

  it('find a container of a rollout that may write to its root file system', async () => {
    const text = JSON.stringify(rendered.get('web-minimal'));
    const objects = JSON.parse(text.replaceAll('"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false'));
    const { findings } = await score(objects as Rendered[]);
    expect(findings.map(({ check }) => check)).toContain('container-security-context-readonlyrootfilesystem');
  });
});

function valuesOf(file: string): Record<string, unknown> {
  return parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

function at(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
}
