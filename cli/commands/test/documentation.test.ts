import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allCommands } from '../../all-commands.js';

const commands = new Map((await allCommands()).map(({ name, command }) => [name, command]));
/** Of plugins. */
const FURTHER = ['autocomplete', 'help'];
const files = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(['docs/{tasks,concepts,decisions,contributing}/*.md', 'examples/*.md']),
].sort();

interface Example {
  readonly place: string;
  readonly words: readonly string[];
}

/** Every call of the CLI in a document: in blocks of code, and in backticks. */
function examplesIn(file: string): Example[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  let block = false;
  return lines.flatMap((line, at) => {
    if (line.startsWith('```')) block = !block;
    const calls = block
      ? [/^\s*(?:\$ )?(?:npx |BACKLOT_\w+=\S+ )*(?:bin\/)?backlot (?<call>[^#|>\\]*)/.exec(line)?.groups?.call ?? '']
      : [...line.matchAll(/`(?:bin\/)?backlot (?<call>[^`]*)`/g)].map(({ groups }) => groups?.call ?? '');
    return calls
      .filter((call) => call !== '')
      .map((call) => ({ place: `${file}:${at + 1} backlot ${call.trim()}`, words: call.trim().split(/\s+/) }));
  });
}

/** Every call that a source gives as a next step. */
function stepsIn(file: string): Example[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?<quote>['"`])backlot (?<call>(?:(?!\k<quote>).)*)\k<quote>/g)].map((match) => {
    const call = (match.groups?.call ?? '').replaceAll(/\$\{[^}]*\}/g, ' X ').trim();
    const line = source.slice(0, match.index).split('\n').length;
    return { place: `${file}:${line} backlot ${call}`, words: call.split(/\s+/) };
  });
}

function commandOf(words: readonly string[]) {
  const [first = '', second = ''] = words;
  return commands.get(`${first} ${second}`) ?? commands.get(first);
}

/** Calls of commands that there aren't. */
function unknownIn(examples: readonly Example[]): string[] {
  const topics = new Set([...FURTHER, ...[...commands.keys()].map((name) => name.split(' ')[0])]);
  const isKnown = ({ words }: Example) => commandOf(words) || topics.has(words[0]?.replace(/[….,]+$/, ''));
  return examples.filter((each) => !isKnown(each)).map(({ place }) => place);
}

/** Flags that a command doesn't take. */
function wrongFlagsIn(examples: readonly Example[]): string[] {
  return examples.flatMap(({ place, words }) => {
    const command = commandOf(words);
    if (!command) return [];
    const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
    const flags = { ...command.baseFlags, ...command.flags };
    return own
      .flatMap((word) => /^\[?--(?<name>[a-z][a-z-]*)/.exec(word)?.groups?.name ?? [])
      .filter((name) => name !== 'help' && !(name in flags) && !(name.replace(/^no-/, '') in flags))
      .map((name) => `${place}: --${name}`);
  });
}

describe.each([
  ['the documents', files.flatMap(examplesIn)],
  [
    'errors and summaries',
    globSync('{cli,sandbox,environments}/**/*.ts', { exclude: ['**/test/**'] }).flatMap(stepsIn),
  ],
])('%s', (_name, found) => {
  const examples = found.filter(({ words }) => !/^([-…[X]|$)/.test(words[0] ?? ''));

  it('show how the CLI is called', () => {
    expect(examples.length).toBeGreaterThan(50);
  });

  it('name only commands that there are', () => {
    expect(unknownIn(examples)).toEqual([]);
  });

  it('give them only flags that they take', () => {
    expect(wrongFlagsIn(examples)).toEqual([]);
  });
});
