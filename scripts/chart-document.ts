import { isMap, isScalar, type Pair, parse, parseDocument, type YAMLMap } from 'yaml';

/** One value of a chart that a person may set. */
interface ChartValue {
  readonly path: readonly string[];
  readonly description: string;
  readonly fallback: unknown;
}

interface Schema {
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/**
 * The README and the schema of a chart, out of its Chart.yaml, values.yaml and the schema without descriptions.
 *
 * @throws Error when a value has no `# --` comment, or is not in the schema.
 */
export function chartDocument(manifest: string, values: string, schema: string): { readme: string; schema: string } {
  const all = collect(parseDocument(values).contents as YAMLMap, []);
  const tree = JSON.parse(schema) as Schema;
  for (const value of all) describe(tree, value);
  return { readme: readme(parse(manifest), all, tree), schema: `${JSON.stringify(tree, null, 2)}\n` };
}

function collect(map: YAMLMap, above: readonly string[]): ChartValue[] {
  return map.items.flatMap((pair, index) => {
    const { key, value } = pair as Pair<{ value: string; commentBefore?: string }, unknown>;
    const path = [...above, key.value];
    const comment = commentOf(key.commentBefore ?? (index === 0 ? map.commentBefore : undefined));
    if (comment === undefined && isMap(value) && value.items.length > 0) return collect(value as YAMLMap, path);
    if (comment === undefined) throw new Error(`${path.join('.')} has no "# --" comment in values.yaml`);
    return [{ path, description: comment, fallback: isScalar(value) ? value.value : toJson(value) }];
  });
}

function commentOf(raw: string | null | undefined): string | undefined {
  const lines = (raw ?? '').split('\n').map((line) => line.trim());
  const start = lines.findLastIndex((line) => line.startsWith('-- '));
  return start < 0 ? undefined : lines.slice(start).join(' ').slice(3).trim();
}

function toJson(node: unknown): unknown {
  return (node as { toJSON(): unknown }).toJSON();
}

function describe(tree: Schema, { path, description }: ChartValue): void {
  const found = find(tree, path);
  if (!found) throw new Error(`${path.join('.')} is in values.yaml, but not in values.schema.json`);
  found.description = description;
}

function find(tree: Schema, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, key) => schema?.properties?.[key], tree);
}

function readme(manifest: { name: string; version: string; description: string }, all: ChartValue[], tree: Schema) {
  const sections = Map.groupBy(all, ({ path }) => (path.length > 1 ? (path[0] as string) : ''));
  const general = sections.get('') ?? [];
  sections.delete('');
  return [
    `# Chart \`${manifest.name}\``,
    '',
    manifest.description,
    '',
    `Version ${manifest.version}. How it works is in [docs/concepts/charts.md](../../docs/concepts/charts.md).`,
    'This file is made of `values.yaml` by `npx tsx scripts/generate-chart-readme.ts`.',
    '',
    '## Values',
    '',
    ...table(general, tree),
    ...[...sections].flatMap(([name, values]) => ['', `### ${name}`, '', ...table(values, tree)]),
    '',
  ].join('\n');
}

function table(values: readonly ChartValue[], tree: Schema): string[] {
  const rows = values.map(
    (value) =>
      `| \`${value.path.join('.')}\` | ${typeOf(value, tree)} | ${shown(value.fallback)} | ${value.description} |`,
  );
  return ['| Value | Type | Default | What it is |', '| --- | --- | --- | --- |', ...rows];
}

function shown(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
}

function typeOf({ path }: ChartValue, tree: Schema): string {
  return nameOfType(find(tree, path) ?? {}, tree);
}

function nameOfType(schema: Schema, tree: Schema): string {
  const named = schema.$ref ? { ...tree.$defs?.[schema.$ref.split('/').at(-1) as string] } : schema;
  if (named.enum) return named.enum.map((each) => `\`${each}\``).join(', ');
  if (named.type === 'array') return `list of ${nameOfType(named.items ?? {}, tree)}`;
  if (Array.isArray(named.type)) return named.type.join(' or ');
  return named.type ?? 'number or text';
}
