import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Environment, environmentSchema, leavesOf } from '../../environments/model/index.js';
import { RULES } from '../../environments/model/rules/index.js';
import { terraformTexts } from '../../modules/values/terraform-text.js';
import { findOnPath } from '../../sandbox/tools/index.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { synthesize } from './fixtures/synthesized-stack.js';

const HOSTILE = [
  `\${file("/etc/hostname")}`,
  `%{ for x in ["hostname"] }b%{ endfor }`,
  `$\${hostname}`,
  `$$$\${hostname}%%%{ if hostname }`,
  `{{ .Values.hostname }}`,
  `\${Token[TOKEN.1]} hostname`,
];

const base = fullEnvironment({
  tags: { team: 'streaming' },
  foundation: { github: { repository: 'example/backlot' }, budget: { monthlyUsd: 1, emails: ['a@example.com'] } },
  alerting: { emails: ['oncall@example.com'] },
  backup: { plans: { daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d' } } },
  data: {
    postgres: { main: { parameters: { log_line_prefix: '%m' }, proxy: true, readReplicas: 1 } },
    redis: { cache: { parameters: { 'notify-keyspace-events': 'Ex' } }, sessions: { nodes: 1 } },
  },
});

/** The environment with another text at one place. */
function withText(environment: Environment, path: readonly (string | number)[], text: string): Environment {
  const copy = structuredClone(environment);
  // biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere
  const parent = path.slice(0, -1).reduce((at: any, key) => at[key], copy);
  parent[path.at(-1) ?? ''] = text;
  return copy;
}

const problemsOf = (environment: Environment) => Object.values(RULES).flatMap((rule) => rule(environment));

/** Whether the validation takes it: nothing is wrong that wasn't before. */
function isAdmitted(environment: Environment): boolean {
  const { id, ...document } = environment;
  const parsed = environmentSchema.safeParse(document);
  return parsed.success && problemsOf({ ...parsed.data, id }).length <= problemsOf(base).length;
}

/** All texts of a value, keys too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

/** The expressions that a template of Terraform evaluates. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#templates */
function expressionsOf(template: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < template.length; at += 1) {
    if (!/^[$%]\{/.test(template.slice(at, at + 2))) continue;
    if (template[at - 1] === template[at]) continue;
    let depth = 0;
    let end = at;
    do {
      if (template[end] === '{') depth += 1;
      if (template[end] === '}') depth -= 1;
      end += 1;
    } while (depth > 0 || end === at + 1);
    found.push(template.slice(at, end));
    at = end - 1;
  }
  return found;
}

/** What the real engine makes of texts. */
function evaluated(texts: readonly string[]): string[] {
  const engine = findOnPath('terraform') ?? findOnPath('tofu');
  if (!engine) throw new Error('neither terraform nor tofu is on PATH');
  const folder = mkdtempSync(join(tmpdir(), 'backlot-text-'));
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output: { texts: { value: texts } } }));
    execFileSync(engine, ['apply', '-auto-approve', '-no-color'], { cwd: folder });
    return JSON.parse(execFileSync(engine, ['output', '-json', 'texts'], { cwd: folder, encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('text of an environment in Terraform', () => {
  const leaves = leavesOf(base).filter(({ value }) => typeof value === 'string');

  const before = new Set(Object.values(synthesize(base)).flatMap(({ json }) => textsIn(json)));

  it.each(HOSTILE)('stands in the configuration as it was written: %s', (hostile) => {
    const admitted = leaves.filter(({ path }) => isAdmitted(withText(base, path, hostile)));
    // Descriptions, prefixes, parameters and such; if there are none, this test asks nothing.
    expect(admitted.length).toBeGreaterThanOrEqual(3);
    const environment = admitted.reduce((all, { path }) => withText(all, path, hostile), base);
    const texts = Object.values(synthesize(environment))
      .flatMap(({ json }) => textsIn(json))
      .filter((text) => text.includes('hostname') && !before.has(text));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(expressionsOf(text).filter((each) => !each.includes('{"'))).not.toContain(hostile);
    const plain = [...new Set(texts)].filter((text) =>
      expressionsOf(text).every((each) => each.startsWith('${"') || each.includes('hostname')),
    );
    expect(plain.length).toBeGreaterThan(0);
    const written = [hostile, JSON.stringify(hostile).slice(1, -1)];
    const wrong = evaluated(plain).filter((text) => !written.some((each) => text.includes(each)));
    expect(wrong).toEqual([]);
  });

  it('stays the same object where it holds no template', () => {
    expect(terraformTexts(base)).toBe(base);
  });

  it('is taken as text in keys, lists and everything below', () => {
    const [hostile = ''] = HOSTILE;
    const taken = terraformTexts({ [hostile]: [hostile, { a: { [hostile]: hostile } }, 1, null, true] });
    const as = `$${hostile}`;
    expect(taken).toEqual({ [as]: [as, { a: { [as]: as } }, 1, null, true] });
  });

  it('is what it was, whatever stands before and behind a template', () => {
    const texts = [
      '$',
      '%',
      '$$',
      'a$',
      '${',
      '%{',
      '$%{x}',
      '%${x}',
      '${"${1}"}',
      '${~ 1 ~}',
      '#{Token[a]}',
      '$${Token[b.1]}',
      'a\n"\\${1}',
    ];
    expect(evaluated(texts.map((text) => terraformTexts(text)))).toEqual(texts);
  });
});
