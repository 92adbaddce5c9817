/**
 * Writes the lists that follow from paths: which file handles a resource type. A file `SERVICE/db-instance.ts`
 * with a default export is about `aws_db_instance`.
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
  return [handlers(root)];
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

/** Files one folder below with a default export: others there are what these share. */
function typeFiles(folder: string): { readonly type: string; readonly file: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^[a-z0-9]+\/[a-z0-9-]+\.ts$/.test(file))
    .filter((file) => /^export default /m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => {
      const path = file.replace(/\.ts$/, '');
      return { type: `aws_${(path.split('/')[1] ?? '').replaceAll('-', '_')}`, file: path };
    })
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}

if (process.argv[1]?.endsWith('generate-lists.ts')) writeLists(process.argv[2] ?? join(import.meta.dirname, '..'));
