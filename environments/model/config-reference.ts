import { type JsonSchema, resolvedJsonSchema } from './json-schema.js';

const INTRODUCTION = `# Configuration reference

<!-- Made by scripts/generate-config-reference.ts from environments/model/schema/. Do not edit. -->

Every key of an environment file, with what it is when left out. \`<name>\` stands for a name of your choice.
[Environments](../concepts/environments.md) explains how files are merged and checked.
A **duration** is a whole number with \`s\`, \`m\`, \`h\`, \`d\` or \`w\`, such as \`30d\`.
A **latency** is a whole number with \`ms\`, \`s\` or \`m\`, such as \`500ms\`.
A **name** starts with a letter and holds a-z, 0-9 and single hyphens.`;

/** The reference of all keys, as Markdown. */
export function configReference(): string {
  const { properties = {}, required = [] } = resolvedJsonSchema();
  const isSection = ([, schema]: [string, JsonSchema]) => children(schema).length > 0;
  const entries = Object.entries(properties);
  const extendsRow = row('extends', 'text or list of text', 'none', 'Files that this one builds on, later ones win.');
  const general = entries.filter((entry) => !isSection(entry));
  const generalRows = general.flatMap(([key, schema]) => rows(key, schema, required.includes(key)));
  const sections = entries.filter(isSection).map(([key, schema]) => {
    const presence = required.includes(key)
      ? 'Required.'
      : schema.default === undefined
        ? 'Optional: what it describes exists if the section does.'
        : 'Always there.';
    const content = children(schema).flatMap(([child, value, needed]) => rows(`${key}.${child}`, value, needed));
    return `## \`${key}\`\n\n${schema.description ?? ''} ${presence}\n\n${table(content)}`;
  });
  return `${[INTRODUCTION, `## General\n\n${table([extendsRow, ...generalRows])}`, ...sections].join('\n\n')}\n`;
}

/** What is directly inside: keys, or `<name>` for names of choice, or `<n>` for items that are maps. */
function children(schema: JsonSchema): [string, JsonSchema, boolean][] {
  const map = schema.anyOf?.find(isMap);
  if (map) return children(map);
  const { properties, additionalProperties, required = [] } = schema;
  if (properties) return Object.entries(properties).map(([key, value]) => [key, value, required.includes(key)]);
  if (typeof additionalProperties === 'object' && isMap(additionalProperties)) {
    return [['<name>', additionalProperties, false]];
  }
  if (schema.items && isMap(schema.items)) return [['<n>', schema.items, false]];
  return [];
}

function isMap({ properties }: JsonSchema): boolean {
  return properties !== undefined;
}

function rows(path: string, schema: JsonSchema, required: boolean): Row[] {
  const inner = children(schema).flatMap(([key, value, needed]) => rows(`${path}.${key}`, value, needed));
  const named = path.endsWith('<name>') || path.endsWith('<n>');
  if (named && schema.description === undefined) return inner;
  return [row(path, typeOf(schema), defaultOf(schema, required), schema.description ?? ''), ...inner];
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (required) return '**required**';
  const value = schema.default;
  if (value === undefined) return 'none';
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (empty && (schema.properties || schema.anyOf?.some(isMap))) return 'the defaults below';
  return `\`${JSON.stringify(value)}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  switch (schema.type) {
    case 'array':
      return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
    case 'object':
      return isMap(schema) ? 'map' : 'map by name';
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'whole number' : 'number'}${range(schema)}`;
    default:
      return textType(schema);
  }
}

function textType({ pattern, format }: JsonSchema): string {
  if (format === 'email') return 'e-mail address';
  if (String(pattern).endsWith('(s|m|h|d|w)$')) return 'duration';
  if (String(pattern).endsWith('(ms|s|m)$')) return 'latency';
  if (String(pattern).startsWith('^[a-z]([a-z0-9]|-')) return 'name';
  return 'text';
}

function range({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const least = typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const most = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}`;
  if (least !== undefined) return `, ${least} or more`;
  return exclusiveMinimum === undefined ? '' : `, above ${exclusiveMinimum}`;
}

type Row = readonly string[];

function row(path: string, type: string, value: string, meaning: string): Row {
  return [`\`${path}\``, type, value, meaning].map((cell) => cell.replaceAll('|', '\\|'));
}

/** In columns, as the formatter of the project writes tables. */
function table(content: readonly Row[]): string {
  const header = ['Key', 'Type', 'Default', 'Meaning'];
  const widths = header.map((_title, column) =>
    Math.max(...[header, ...content].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: Row) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [header, widths.map((width) => '-'.repeat(width)), ...content].map(line).join('\n');
}
