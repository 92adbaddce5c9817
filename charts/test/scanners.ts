import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { kubeconform, kubeScore, promtool } from '../../sandbox/tools/chart-scanners.js';
import { locateTool, obtainTool } from '../../sandbox/tools/resolve-tool.js';
import type { Tool } from '../../sandbox/tools/tool-definition.js';
import { SCHEMA_FILES, writeApiSchemas } from './api-schemas.js';
import type { Rendered } from './helm.js';

/** Something that a scanner holds against an object. */
export interface Finding {
  /** The scanner's own name of the check: `container-resources`. */
  readonly check: string;
  /** `Deployment/api` */
  readonly object: string;
  readonly severity: 'critical' | 'warning';
  readonly message: string;
}

/** Gets the scanners, which takes a minute or two once per machine. */
export async function prepareScanners(): Promise<void> {
  for (const tool of [kubeconform, kubeScore, promtool]) await program(tool);
}

/** Checks objects against the API's schemas, strictly. */
export async function checkSchemas(folder: string, objects: readonly Rendered[]): Promise<string[]> {
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', join(folder, SCHEMA_FILES)];
  const result = await execa(await program(kubeconform), args, { input: documents(objects), reject: false });
  const { resources, summary } = JSON.parse(result.stdout) as {
    resources: readonly { kind: string; name: string; msg: string }[];
    summary: { valid: number };
  };
  const problems = resources.map(({ kind, name, msg }) => `${kind}/${name}: ${msg}`);
  if (problems.length === 0 && summary.valid !== objects.length)
    throw new Error(`kubeconform looked at ${summary.valid} of ${objects.length} objects`);
  return problems;
}

/** Has objects scored. A Rollout is shown as the Deployment with the same pods: the scanner knows no Rollouts. */
export async function score(objects: readonly Rendered[]): Promise<{ checks: number; findings: Finding[] }> {
  const args = ['score', '--output-format', 'json', '--kubernetes-version', 'v1.35', '-'];
  const result = await execa(await program(kubeScore), args, { input: documents(objects.map(known)), reject: false });
  // It prints null when it knows none of the kinds.
  const scored = (JSON.parse(result.stdout) ?? []) as readonly ScoredObject[];
  const checks = scored.flatMap((object) => (object.checks ?? []).filter(({ skipped }) => !skipped));
  const findings = scored.flatMap((object) =>
    (object.checks ?? [])
      .filter(({ skipped, grade }) => !skipped && grade < ALMOST_OK)
      .map(({ check, grade, comments }) => ({
        check: check.id,
        object: `${object.type_meta.kind}/${object.object_meta.name}`,
        severity: grade <= CRITICAL ? ('critical' as const) : ('warning' as const),
        message: (comments ?? []).map(({ path, summary }) => `${path} ${summary}`.trim()).join('; '),
      })),
  );
  return { checks: checks.length, findings };
}

/** Runs promtool; throws with its output when it finds anything wrong. */
export async function runPromtool(args: readonly string[], cwd: string): Promise<string> {
  const { stdout, stderr } = await execa(await program(promtool), args, { cwd });
  return `${stdout}\n${stderr}`;
}

/** A new folder with the API's schemas, until `work` is done with it. */
export async function apiSchemaFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'backlot-schemas-'));
  await writeApiSchemas(path);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const CRITICAL = 1;
const ALMOST_OK = 7;

interface ScoredObject {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks?: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments?: readonly { readonly path: string; readonly summary: string }[];
  }[];
}

function known(object: Rendered): Rendered {
  if (object.kind === 'Rollout') {
    const { replicas, selector, template } = object.spec;
    const spec = { ...(replicas === undefined ? {} : { replicas }), selector, template };
    return { ...object, apiVersion: 'apps/v1', kind: 'Deployment', spec };
  }
  if (object.spec?.scaleTargetRef?.kind !== 'Rollout') return object;
  const scaleTargetRef = { ...object.spec.scaleTargetRef, apiVersion: 'apps/v1', kind: 'Deployment' };
  return { ...object, spec: { ...object.spec, scaleTargetRef } };
}

function documents(objects: readonly Rendered[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}

async function program(tool: Tool): Promise<string> {
  return ((await locateTool(tool)) ?? (await obtainTool(tool))).path;
}
