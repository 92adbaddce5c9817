/** Writes docs/reference/errors.md from the sources. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorSite, readErrors } from './errors/read-errors.js';

const HEAD = `# Errors

Every error has a code, which never changes its meaning: scripts branch on it (\`--json\`: \`error.code\`), never on the text.
Below it stand hints, and after \`next:\` commands that can be pasted: they repeat your own arguments and options, and call
the program as you did. Words in capitals stand for what the error fills in.

<!-- made by npm run generate -->

| code | exit | mended by | what to do |
|---|---|---|---|
`;

/** The page. */
export function errorReference(sites: readonly ErrorSite[]): string {
  const codes = [...new Set(sites.flatMap(({ code }) => code ?? []))].sort();
  return `${HEAD}${codes.map((code) => row(code, sites)).join('\n')}\n`;
}

function row(code: string, all: readonly ErrorSite[]): string {
  const sites = all.filter((site) => site.code === code);
  const unique = (values: readonly (string | undefined)[], otherwise: string) =>
    [...new Set(values.map((value) => (value === undefined || /\W/.test(value) ? otherwise : value)))]
      .sort()
      .join(', ');
  const hints = [...new Set(sites.flatMap((site) => site.hints.map(filled)))];
  const actions = [...new Set(sites.flatMap((site) => site.actions.map((action) => `\`${filled(action)}\``)))];
  const exit = unique(
    sites.map(({ exitCode }) => EXITS[exitCode ?? ''] ?? exitCode),
    '1',
  );
  const advice = [...hints, ...actions].join('<br>').replaceAll('|', '\\|');
  return `| \`${code}\` | ${exit} | ${unique(
    sites.map(({ source }) => source),
    'user',
  )} | ${advice} |`;
}

const EXITS: Readonly<Record<string, string>> = { LOCKED: '75' };

/** What is filled in, by the name of the value: `${environment.id}` is ENVIRONMENT. */
function filled(text: string): string {
  return text.replaceAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, expression: string) => placeholder(expression));
}

function placeholder(expression: string): string {
  if (/^(this\.)?(\w+\.)*environment$|environment\.id$|^(this\.)?environment|^id$/.test(expression))
    return 'ENVIRONMENT';
  const word = /(\w+)\W*$/.exec(expression.replaceAll(/\([^()]*\)|\[[^\]]*\]/g, ''))?.[1] ?? 'VALUE';
  return word.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}

if (process.argv[1]?.endsWith('generate-error-reference.ts')) {
  writeFileSync(join(process.cwd(), 'docs', 'reference', 'errors.md'), errorReference(readErrors()));
}
