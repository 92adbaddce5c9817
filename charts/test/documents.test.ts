import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chartDocument } from '../../scripts/chart-document.js';
import { chartFiles, DOCUMENTED_CHARTS } from '../../scripts/generate-chart-readme.js';
import { chartNames, chartsFolder } from './scenario.js';

interface Schema {
  readonly type?: string | string[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
  readonly description?: string;
  readonly $defs?: Record<string, Schema>;
}

/** What Helm itself puts among the values. */
const OF_HELM = ['global', 'lib'];

describe.each(chartNames())('the chart %s', (chart) => {
  const schema = JSON.parse(readFileSync(join(chartsFolder, chart, 'values.schema.json'), 'utf8')) as Schema;

  it('has a README and descriptions that are current (npx tsx scripts/generate-chart-readme.ts)', async () => {
    expect(DOCUMENTED_CHARTS).toContain(chart);
    for (const { wanted, present } of await chartFiles(chart)) expect(present).toBe(wanted);
  });

  it('has a schema that refuses what it does not know, at every depth', () => {
    const open = walk(schema, '').filter(({ schema: { type, properties, additionalProperties } }) =>
      [type].flat().includes('object') && properties ? additionalProperties !== false : false,
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it('describes every value', () => {
    const leaves = walk(schema, '').filter(
      ({ path, schema: each }) => path && !path.startsWith('$defs') && !each.properties,
    );
    expect(
      leaves.filter(({ path, schema: each }) => !each.description && !path.endsWith('[]')).map(({ path }) => path),
    ).toEqual([]);
  });

  it('has a default and a comment in values.yaml for everything that the schema takes', async () => {
    const readme = readFileSync(join(chartsFolder, chart, 'README.md'), 'utf8');
    const taken = walk(schema, '').filter(
      ({ path, schema: each }) => path && !path.startsWith('$defs') && !path.includes('[]') && !each.properties,
    );
    const missing = taken.filter(({ path }) => !OF_HELM.includes(path) && !readme.includes(`| \`${path}\` |`));
    expect(missing.map(({ path }) => path).filter((path) => !path.includes('playback.'))).toEqual([]);
  });
});

describe('the document of a chart', () => {
  const manifest = 'name: x\nversion: 1.0.0\ndescription: X.\n';
  const schema = '{"type":"object","properties":{"a":{"type":"integer"}}}';

  it('puts the comment of a value into table and schema', () => {
    const { readme, schema: described } = chartDocument(
      manifest,
      '# Values.\n\n# -- How many\n# of them.\na: 1\n',
      schema,
    );
    expect(readme).toContain('| `a` | integer | `1` | How many of them. |');
    expect(JSON.parse(described).properties.a.description).toBe('How many of them.');
  });

  it('fails for a value without comment', () => {
    expect(() => chartDocument(manifest, 'a: 1\n', schema)).toThrow('a has no "# --" comment');
  });

  it('fails for a value that the schema does not take', () => {
    expect(() => chartDocument(manifest, '# -- B.\nb: 1\n', schema)).toThrow(
      'b is in values.yaml, but not in values.schema.json',
    );
  });
});

function walk(schema: Schema, path: string): { path: string; schema: Schema }[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, each]) =>
    walk(each, path ? `${path}.${key}` : key),
  );
  const items = schema.items ? walk(schema.items, `${path}[]`) : [];
  const definitions = Object.entries(schema.$defs ?? {}).flatMap(([key, each]) => walk(each, `$defs.${key}`));
  return [{ path, schema }, ...below, ...items, ...definitions];
}
