/**
 * Writes the lists that follow from paths: which file handles a resource type, and which says what is known of one. A
 * file `SERVICE/db-instance.ts` with a default export is about `aws_db_instance`.
 *
 *     tsx scripts/generate-lists.ts [ROOT]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that is made from the paths of others. */
export interface List {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every list, as the files of a tree make it. */
export function lists(root: string): List[] {
  return [handlers(root), resources(root)];
}

/** Writes them. */
export function writeLists(root: string): void {
  for (const { path, text } of lists(root)) writeFileSync(join(root, path), text);
}

const MADE = '// Made by scripts/generate-lists.ts from the paths of the files: npm run generate.';

/** Handlers are loaded when their type is first used. */
function handlers(root: string): List {
  const folder = 'sandbox/aws/handlers';
  const lines = typeFiles(join(root, folder)).map(({ type, file }) => `  ${type}: () => import('./${file}.js'),`);
  const text = [
    MADE,
    "import type { Handler } from './contract.js';",
    '',
    'type Load = () => Promise<{ readonly default: Handler }>;',
    '',
    '/** Every handled resource type, loaded when it is first used. */',
    'export const handlers: { readonly [type: string]: Load } = {',
    ...lines,
    '};',
    '',
  ];
  return { path: `${folder}/all-handlers.gen.ts`, text: text.join('\n') };
}

function resources(root: string): List {
  const files = typeFiles(join(root, 'resources'));
  const text = [
    MADE,
    ...files.map(({ type, file }) => `import ${type} from './${file}.js';`),
    '',
    '/** A Terraform type whose resources hold data. */',
    `export type DataBearingType = ${union(files, /^ {2}holds: /m)};`,
    '',
    '/** One that nobody can look into from outside of its network. */',
    `export type UnseenType = ${union(files, /^ {4}unseen: /m)};`,
    '',
    '/** Every resource type that anything is known of. */',
    'export const RESOURCE_TYPES = {',
    ...files.map(({ type }) => `  ${type},`),
    '} as const;',
    '',
  ];
  return { path: 'resources/all-types.gen.ts', text: text.join('\n') };
}

/** Written out, as the schemas of `--json` name them; `resources/index.ts` does not compile where one is wrong. */
function union(files: readonly TypeFile[], property: RegExp): string {
  const types = files.filter(({ text }) => property.test(text)).map(({ type }) => `'${type}'`);
  return types.length > 0 ? types.join(' | ') : 'never';
}

interface TypeFile {
  readonly type: string;
  /** Without the ending, relative to the folder. */
  readonly file: string;
  readonly text: string;
}

/** Files one folder below with a default export: others there are what these share. */
function typeFiles(folder: string): TypeFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[a-z0-9]+\/[a-z0-9-]+\.ts$/.test(path) && !path.startsWith('test/'))
    .map((path) => {
      const file = path.replace(/\.ts$/, '');
      const type = `aws_${(file.split('/')[1] ?? '').replaceAll('-', '_')}`;
      return { type, file, text: readFileSync(join(folder, path), 'utf8') };
    })
    .filter(({ text }) => /^export default /m.test(text))
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}

if (process.argv[1]?.endsWith('generate-lists.ts')) writeLists(process.argv[2] ?? join(import.meta.dirname, '..'));
