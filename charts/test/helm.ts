import { join } from 'node:path';
import { execa } from 'execa';
import { parseAllDocuments } from 'yaml';
import { visibleJson } from '../../modules/values/visible-text.js';
import { resolveTool } from '../../sandbox/tools/index.js';
import { chartsFolder, namespaceOf, type Scenario } from './scenario.js';

/** An object of the Kubernetes API, loosely: tests look into it. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach deep into objects of many kinds, and a wrong path fails them.
export type Rendered = { kind: string; apiVersion: string; metadata: any; spec: any } & Record<string, any>;

/** Values in the form of YAML, or of the object that is written as JSON. */
export type Values = Readonly<Record<string, unknown>>;

/** The objects that a chart makes of a scenario, with more values over it. */
export async function renderScenario(scenario: Scenario, values: Values = {}): Promise<Rendered[]> {
  return objectsOf(await renderText(scenario, values));
}

/** The objects that the service chart makes of values. */
export async function renderService(values: Values, name = 'api'): Promise<Rendered[]> {
  return objectsOf(await renderText({ chart: 'service', name, file: '' }, values));
}

/** What Helm prints for a scenario. */
export async function renderText(scenario: Scenario, values: Values = {}): Promise<string> {
  const { stdout } = await helm(['template', scenario.name, chartPath(scenario.chart), ...common(scenario)], values);
  return stdout;
}

/** Why Helm refuses values; fails when it takes them. */
export async function refusalOf(chart: string, values: Values): Promise<string> {
  try {
    await renderText({ chart, name: 'api', file: '' }, values);
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
  throw new Error(`taken, though it should have been refused: ${JSON.stringify(values)}`);
}

/** What `helm lint --strict` says; throws when it finds anything wrong. */
export async function lint(scenario: Scenario): Promise<string> {
  const args = ['lint', '--strict', chartPath(scenario.chart), ...common(scenario)];
  return (await helm(args, {})).stdout;
}

/** Objects out of YAML documents. */
export function objectsOf(text: string): Rendered[] {
  return parseAllDocuments(text).flatMap((document) => (document.toJSON() ? [document.toJSON() as Rendered] : []));
}

/** The one object of a kind, or the one of a name among them. */
export function only(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter((each) => each.kind === kind && (!name || each.metadata.name === name));
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name ?? ''}`);
  return found[0] as Rendered;
}

/** Folder of a chart. */
export function chartPath(chart: string): string {
  return join(chartsFolder, chart);
}

function common({ chart, file }: Scenario): string[] {
  return ['--namespace', namespaceOf(chart), ...(file ? ['--values', file] : [])];
}

async function helm(args: readonly string[], values: Values) {
  const { path } = await resolveTool('helm');
  return execa(path, [...args, '--values', '-'], { input: visibleJson(values) });
}
