import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readCalls, readErrors } from '../../../scripts/errors/read-errors.js';
import { errorReference } from '../../../scripts/generate-error-reference.js';
import { allCommands } from '../../all-commands.js';
import { commandShape } from '../../base-command/command-shape.js';
import { runsAs } from '../../kernel/command-line.js';
import { shellWords } from '../../kernel/shell-words.js';
import { everyOperation } from './support/every-operation.js';
import { type CommandClass, runCommand } from './support/run-command.js';

const sites = readErrors();
const commands = new Map((await allCommands()).map(({ name, command }) => [name, command]));
afterEach(() => runsAs(undefined));

/** Programs that advice may call beside ours. */
const PROGRAMS =
  /^(backlot|aws|kubectl|npm|npx|kill|rm|less|unset|go|apt-get|mkdir|python3|tofu|terraform|docker|gh|git|systemctl|sudo)( |$)/;

/** Made of values of the running command, by calls that have tests of their own. */
const MADE_ELSEWHERE = /^\$\{[^}]*\}( --[a-z-]+)?( < value\.txt)?$|^\$\{(command|plain|known\.command)\}/;

/** What values stand for in this test. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/^(on|options)\.(target|to)$|target\.environment|options\.target/, 'prod'],
  [/service|\bname$|first|named|repository|imageText|example/i, 'api'],
  [/secret/i, 'token'],
  [/set\.id|safety\.id|\bset\b|newest/i, '20261121t101717-3f9a'],
  [/number|release|current/i, '1'],
  [/verb/, 'verify'],
  [/known\.length > 0/, 'list'],
  [/command|operation|COMMANDS/, 'deploy'],
  [/next\(live\)|to\.min|\bstay\b|version/i, '4'],
  [/tag|digest|reference|image/i, '1.4.0'],
  [/stack|ids|missing|only|flag/i, 'stacks'],
  [/./, 'local'],
];

/** A template of the sources with values in it. */
function filled(text: string): string {
  const inner = text.replaceAll(/\$\{((?:[^{}`]|`[^`]*`|\{[^{}]*\})*)\}/g, (_, expression: string) => {
    const [, value = 'local'] = VALUES.find(([pattern]) => pattern.test(expression)) ?? [];
    return value;
  });
  return inner
    .replaceAll(/<environment>|\bENV\b|\bFROM\b/g, 'local')
    .replaceAll('TO SERVICE', 'prod api')
    .replaceAll(/\bSERVICE\b/g, 'api')
    .replaceAll(/\b(RELEASE|NUMBER)\b/g, '1')
    .replaceAll(/<set>|\bSET\b/g, '20261121t101717-3f9a');
}

interface Step {
  readonly code: string;
  readonly place: string;
  readonly step: string;
}

const steps: readonly Step[] = sites.flatMap(({ actions, code = 'a result', place }) =>
  actions.map((step) => ({ code, place, step })),
);
const ours: readonly Step[] = readCalls().map(({ call, code = 'a result', place }) => ({ code, place, step: call }));

function commandOf(words: readonly string[]) {
  const [first = '', second = ''] = words;
  return [`${first} ${second}`, first]
    .map((name) => ({ name, command: commands.get(name) }))
    .find((each) => each.command);
}

describe('every next step in the sources', () => {
  it('is found', () => {
    expect(new Set(sites.flatMap(({ code }) => code ?? [])).size).toBeGreaterThan(200);
    expect(ours.length).toBeGreaterThan(120);
  });

  it('is a command: prose stands in hints', () => {
    const prose = steps.filter(({ step }) => !PROGRAMS.test(step) && !MADE_ELSEWHERE.test(step));
    expect(prose).toEqual([]);
  });

  it('is one command with nothing beside it', () => {
    const beside = steps.filter(({ step }) => /\((?!s\))|, (then|or)\b|: (backlot|aws|kubectl) |…/.test(filled(step)));
    expect(beside.filter(({ step }) => !step.includes('cancel-rotate'))).toEqual([]);
  });

  it('has the arguments and flags of a command of ours', () => {
    const wrong = ours.flatMap(({ place, step }) => {
      const words = shellWords(filled(step)).slice(1);
      const found = commandOf(words);
      if (!found?.command) return ['autocomplete', 'help'].includes(words[0] ?? '') ? [] : [`${place}: ${step}`];
      const { args, flags } = commandShape(found.name, found.command as never);
      const rest = words.slice(found.name.split(' ').length);
      const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
      const bad = own.filter((word, at) => {
        const name = /^--(?:no-)?([a-z-]+)/.exec(word)?.[1];
        if (name) return name !== 'help' && !(name in flags);
        const before = /^--([a-z-]+)$/.exec(own[at - 1] ?? '')?.[1];
        return before !== undefined && flags[before]?.takesValue ? false : args.length === 0;
      });
      return bad.length > 0 ? [`${place}: ${step}: ${bad.join(' ')}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('is on the page of errors as it is now (npm run generate)', () => {
    const written = readFileSync(join(process.cwd(), 'docs', 'reference', 'errors.md'), 'utf8');
    expect(written).toBe(errorReference(sites));
  });
});

/** Errors of a command line that isn't right as it stands. */
const WRONG_LINE =
  /^(UnknownFlag|UnexpectedArgument|MissingArgument|InvalidFlagValue|InvalidArgument|InvalidFlags|InvalidUsage|UnknownCommand|\w+Missing|SecretNotNamed|InvalidAnswer|FlagConflict)$/;

const followed = [...new Map(ours.map((each) => [`${each.code}: ${filled(each.step)}`, each])).entries()].filter(
  ([, { step }]) => !/[<>|]|--help|backlot init/.test(filled(step)),
);

describe('a next step that is followed', () => {
  it.each(followed)('%s', async (_title, { code, step }) => {
    const words = shellWords(filled(step)).slice(1);
    const found = commandOf(words);
    if (!found?.command) throw new Error(`no command in ${step}`);
    const given = words.slice(found.name.split(' ').length);
    const end = given.includes('--') ? given.indexOf('--') : given.length;
    const argv = [...given.slice(0, end), '--json', ...given.slice(end)];
    const run = await runCommand(found.command as unknown as CommandClass, argv, everyOperation, {
      tty: true,
      commands,
      agreesWith: argv[0] ?? 'local',
      input: ['a value'],
    });
    const { error } = JSON.parse(run.out() || '{}') as { readonly error?: { code: string; message: string } };
    expect(WRONG_LINE.test(error?.code ?? '') ? error : undefined).toBeUndefined();
    expect(error?.code).not.toBe(code);
  });
});
