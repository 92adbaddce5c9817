/** Reads from the sources which errors there are, and what each says to do next. */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** One place that makes an error, or a result with next steps. */
export interface ErrorSite {
  /** `cli/a.ts:12` */
  readonly place: string;
  /** @default a result, or an error whose code is chosen elsewhere */
  readonly code?: string;
  /** Number, or how the source names it. @default 1; 3 of `unknownName` */
  readonly exitCode?: string;
  /** `user`, `platform`, `upstream`. @default user */
  readonly source?: string;
  /** Commands, with `${…}` where the source puts a value in. What is made elsewhere is left out. */
  readonly actions: readonly string[];
  readonly hints: readonly string[];
}

const FOLDERS = '{cli,environments,host,sandbox,stacks,modules/values}/**/*.ts';

/** Every object literal with a `code` and a `message`, or with `actions`, outside of tests. */
export function readErrors(): ErrorSite[] {
  const files = globSync(FOLDERS, { exclude: ['**/test/**', '**/node_modules/**'] }).sort();
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    if (!/\b(code|actions):/.test(text)) return [];
    return sitesIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  });
}

/** A line that calls our program, wherever a source makes one. */
export interface CallSite {
  readonly place: string;
  /** With `${…}` where the source puts a value in. */
  readonly call: string;
  /** Of the error that it belongs to. @default it is handed to where the error is made */
  readonly code?: string;
}

/** Every text that begins with `backlot `; summaries, examples and prose about the program left out. */
export function readCalls(): CallSite[] {
  // What is left to do after a restore is told in sentences.
  const files = globSync(FOLDERS, { exclude: ['**/test/**', '**/node_modules/**', 'cli/adapters/backups/**'] }).sort();
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return /['"`]backlot /.test(text) ? callsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)) : [];
  });
}

function callsIn(file: ts.SourceFile): CallSite[] {
  const calls: CallSite[] = [];
  const visit = (node: ts.Node, code: string | undefined): void => {
    const inner = ts.isObjectLiteralExpression(node) ? (siteOf(node, file)?.code ?? code) : code;
    const isText =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
    // Only a part of the step: `readErrors` gives the whole.
    const part = ts.isCallExpression(node) && node.expression.getText(file) === 'withFlag' && inner !== undefined;
    if (part) return;
    const call = isText ? (ts.isTemplateExpression(node) ? node.getText(file).slice(1, -1) : node.text) : '';
    if (call.startsWith('backlot ')) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      calls.push({ place: `${file.fileName}:${line + 1}`, call, ...(inner ? { code: inner } : {}) });
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, undefined);
  return calls;
}

function sitesIn(file: ts.SourceFile): ErrorSite[] {
  const sites: ErrorSite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const site = siteOf(node, file);
      if (site) sites.push(site);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return sites;
}

function siteOf(node: ts.ObjectLiteralExpression, file: ts.SourceFile): ErrorSite | undefined {
  const property = (name: string) => {
    const found = node.properties.find((each) => each.name?.getText(file) === name);
    return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
  };
  const code = property('code');
  const isError = code !== undefined && ts.isStringLiteral(code) && /^[A-Z][A-Za-z]+$/.test(code.text);
  const actions = textsOf(property('actions'));
  if (!isError && !actions.some((action) => action.includes(' '))) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const literal = (name: string) => property(name)?.getText(file).replaceAll(/['"]/g, '');
  return {
    place: `${file.fileName}:${line + 1}`,
    ...(isError ? { code: code.text } : {}),
    exitCode: literal('exitCode') ?? (isUnknownName(node) ? '3' : undefined),
    source: literal('source'),
    actions: actions.filter((action) => !/^[a-z0-9-]+:[A-Z*]/.test(action)),
    hints: textsOf(property('hints')),
  };
}

function isUnknownName({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText() === 'unknownName';
}

/** Texts that an array can hold; the words of conditions and calls are none of them. */
function textsOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.getText().slice(1, -1)];
  if (ts.isTaggedTemplateExpression(node)) return textsOf(node.template);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => textsOf(each));
  if (ts.isSpreadElement(node) || ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isCallExpression(node)) return calledTexts(node);
  return [];
}

/** `known.map((name) => `…`)`, and `withFlag(commandLine(`…`), 'yes')`. */
function calledTexts({ arguments: given, expression }: ts.CallExpression): string[] {
  const name = expression.getText().split('.').at(-1) ?? '';
  const [first] = given;
  // Terraform's folders have one of the same name, which is tested beside them.
  if (name === 'commandLine') return textsOf(first).filter((text) => text.startsWith('backlot '));
  if (name === 'withFlag') {
    const [flag, value] = given.slice(1).map((each) => textsOf(each)[0] ?? `\${${each.getText()}}`);
    return textsOf(first).map((text) => `${text} --${flag}${value === undefined ? '' : ` ${value}`}`);
  }
  if ((name === 'map' || name === 'flatMap') && first && ts.isArrowFunction(first) && !ts.isBlock(first.body)) {
    return textsOf(first.body);
  }
  return [];
}
