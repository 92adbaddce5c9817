/** Writes cli/schemas/*.schema.json: what `--json` of each command prints, from the type that its `run()` answers with. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, createGenerator } from 'ts-json-schema-generator';
import ts from 'typescript';
import { SharedTypes } from './shared-types.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMANDS = join(ROOT, 'cli', 'commands');
const TSCONFIG = join(ROOT, 'tsconfig.json');
/** What every command prints when it fails. */
const FAILURE = reference('error', 'FailedOutput', join(ROOT, 'cli', 'kernel', 'reported-error.ts'));

/** The type of what a command prints, as it is written. */
interface Output {
  /** `sandbox up`. */
  readonly name: string;
  readonly text: string;
  /** Names of types in it, with the file that exports each. */
  readonly names: readonly (readonly [name: string, file: string])[];
}

/** What several outputs have in common, by the name of the type. */
const SHARED = 'definitions.schema.json';

/** The schema of each command's output by the name of its file, as text, and one with the types that they share. */
export function outputSchemas(): ReadonlyMap<string, string> {
  const outputs = [FAILURE, ...commandFiles(COMMANDS).map(outputOf)];
  const folder = mkdtempSync(join(tmpdir(), 'backlot-outputs-'));
  try {
    const entry = join(folder, 'outputs.ts');
    writeFileSync(entry, outputs.map(declaration).join('\n'));
    const config: Config = { path: entry, tsconfig: TSCONFIG, skipTypeCheck: true, expose: 'export', topRef: false };
    const generator = createGenerator(config);
    const made = outputs.map((_, at) => generator.createSchema(`Output${at}`));
    const shared = new SharedTypes(made.map(({ definitions }) => definitions ?? {}));
    const files = outputs.map(({ name }, at) => {
      const { $schema, definitions, ...schema } = made[at] ?? {};
      const file = `${name.replaceAll(' ', '-')}.schema.json`;
      return asFile(file, `backlot ${name} --json`, shared.pointTo(SHARED, schema, definitions));
    });
    return new Map([...files, asFile(SHARED, 'Types that outputs share', { definitions: shared.definitions() })]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function asFile($id: string, title: string, schema: object): readonly [string, string] {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  return [$id, `${JSON.stringify({ $schema, $id, title, ...schema }, null, 2)}\n`];
}

function reference(name: string, text: string, file: string): Output {
  return { name, text, names: [[text, file]] };
}

function commandFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'test');
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? commandFiles(path) : [path];
  });
}

function outputOf(file: string): Output {
  const name = relative(COMMANDS, file).replace(/\.ts$/, '').replaceAll('/', ' ');
  // What is printed line by line is no result of `run()`: such a command says what a line is.
  if (/^export type Output = /m.test(readFileSync(file, 'utf8'))) return reference(name, 'Output', file);
  return { name, ...typeOfRun(file) };
}

/** What `run()` of the class in a file promises; of one that has none, what the class promises that it extends. */
function typeOfRun(file: string): Pick<Output, 'text' | 'names'> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const imports = importsOf(source);
  const made = source.statements.find(ts.isClassDeclaration);
  const run = made?.members.filter(ts.isMethodDeclaration).find((member) => member.name.getText() === 'run');
  if (!run) {
    const base = made?.heritageClauses?.[0]?.types[0]?.expression.getText() ?? '';
    const from = imports.get(base);
    if (!from) throw new Error(`${file}: no run(), and no class that it extends`);
    return typeOfRun(from);
  }
  const promised = run.type && ts.isTypeReferenceNode(run.type) ? run.type.typeArguments?.[0] : undefined;
  if (!promised) throw new Error(`${file}: run() does not say what it promises`);
  const names = typeNames(promised).map((name) => [name, imports.get(name) ?? file] as const);
  return { text: promised.getText(), names };
}

/** Names that a file imports from others of ours, with their files. */
function importsOf(source: ts.SourceFile): Map<string, string> {
  const declarations = source.statements.filter(ts.isImportDeclaration);
  return new Map(
    declarations.flatMap(({ importClause, moduleSpecifier }) => {
      const specifier = (moduleSpecifier as ts.StringLiteral).text;
      if (!specifier.startsWith('.')) return [];
      const file = resolve(dirname(source.fileName), specifier.replace(/\.js$/, '.ts'));
      const bindings = importClause?.namedBindings;
      const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
      return [...named, ...(importClause?.name ? [importClause.name.text] : [])].map((name) => [name, file] as const);
    }),
  );
}

function typeNames(node: ts.Node): string[] {
  const own = ts.isTypeReferenceNode(node) ? [node.typeName.getText()] : [];
  const inside: string[] = [];
  node.forEachChild((child) => {
    inside.push(...typeNames(child));
  });
  return [...new Set([...own, ...inside])];
}

function declaration({ text, names }: Output, at: number): string {
  const imports = names.map(
    ([name, file]) => `import type { ${name} as ${name}${at} } from '${file.replace(/\.ts$/, '.js')}';`,
  );
  const own = names.reduce((type, [name]) => type.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}${at}`), text);
  return [...imports, `export type Output${at} = ${own};`].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(ROOT, 'cli', 'schemas');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  for (const [file, text] of outputSchemas()) writeFileSync(join(target, file), text);
}
