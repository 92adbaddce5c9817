import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readCalls, readErrors } from '../../../scripts/errors/read-errors.js';
import { errorReference } from '../../../scripts/generate-error-reference.js';
import { allCommands } from '../../all-commands.js';
import { commandShape } from '../../base-command/command-shape.js';
import { runsAs } from '../../kernel/command-line.js';
import { shellWords } from '../../kernel/shell-words.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { everyOperation } from './support/every-operation.js';
import { type CommandClass, runCommand } from './support/run-command.js';

const sites = readErrors();
const commands = new Map((await allCommands()).map(({ name, command }) => [name, command]));
afterEach(() => runsAs(undefined));

/** Programs that advice may call beside ours. */
const PROGRAMS =
  /^(backlot|aws|kubectl|npm|npx|kill|mv|rm|less|unset|go|apt-get|mkdir|python3|tofu|terraform|docker|gh|git|systemctl|sudo)( |$)/;

/** Made of values of the running command, by calls that have tests of their own. */
const MADE_ELSEWHERE = /^\$\{[^}]*\}( --[a-z-]+)?( < value\.txt)?$|^\$\{(command|plain|known\.command)\}/;

/** What values stand for in this test. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/^(more|full|flags\.join.*)$/, ''],
  [/--rollout-only/, ''],
  [/--stack|^flag$/, '--stack stacks'],
  [/^resume$/, 'status local api'],
  [/^(nearest|spaced)$/, 'plan'],
  [/options\.command/, 'env'],
  [/^each$/, 'canary'],
  [/^output$/, 'network.vpc_id'],
  [/^next\(/, '1.36'],
  [/^target$/, '1.36'],
  [/COMMANDS|options\.command|^command$/, 'deploy'],
  [/known\.length > 0/, 'list'],
  [/^(options\.target|to\.id|target\.environment\.id)$/, 'prod'],
  [/environment/, 'local'],
  [/service \?\? '--list'/, 'api'],
  [/service|^name$|first|\bnamed|imageText|repository/i, 'api'],
  [/secret/i, 'token'],
  [/set\.id|safety\.id|^set$/, '20261121t101717-3f9a'],
  [/number|release/i, '1'],
  [/to\.min|^stay$/, '4'],
  [/rangeArgument/, '3-6'],
  [/tag|digest|reference|previous/i, '1.4.0'],
  [/^(stack|missing)$|only/, 'stacks'],
];

/** A template of the sources with values in it. */
function filled(text: string): string {
  const verb = text.startsWith('backlot canary') ? 'abort' : 'deploy';
  const whole = text
    .replace(/^backlot \$\{options\.command\}/, 'backlot deploy')
    .replaceAll(/\$\{((?:[^{}`]|`[^`]*`|\{[^{}]*\})*)\}/g, (_, expression: string) => {
      if (/verb/.test(expression)) return verb;
      return VALUES.find(([pattern]) => pattern.test(expression))?.[1] ?? 'local';
    });
  return whole.replaceAll(/<environment>/g, 'local');
}

interface Step {
  readonly code: string;
  readonly place: string;
  readonly step: string;
}

const steps: readonly Step[] = sites.flatMap(({ actions, code = 'a result', place }) =>
  actions.map((step) => ({ code, place, step })),
);

/** Beginnings of commands, which are made whole elsewhere. */
const PARTS = /^cli\/commands\/(images|secrets)\/|base-command\.ts|kernel\/next-steps|agent\/api/;
const ours: readonly Step[] = [
  ...readCalls().flatMap(({ call, code, place }) =>
    code === undefined && PARTS.test(place) ? [] : [{ code: code ?? 'a result', place, step: call }],
  ),
  ...steps.filter(({ step }) => step.startsWith('backlot ')),
];

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
      if (!found?.command) return words.at(-1) === '--help' ? [] : [`${place}: ${step}`];
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
  /^(UnknownFlag|UnexpectedArgument|MissingArgument|InvalidFlagValue|InvalidArgument|InvalidFlags|InvalidUsage|UnknownCommand|(Environment|Service|Set|Value|Answer)Missing|SecretNotNamed|InvalidAnswer|FlagConflict)$/;

const followed = [...new Map(ours.map((each) => [`${each.code}: ${filled(each.step)}`, each])).entries()].filter(
  ([, { step }]) => !/[<>|]|--help|backlot init/.test(filled(step)),
);

/** Environments that have what next steps speak of. */
const operations = {
  ...everyOperation,
  ...environmentsOf(
    ...['local', 'prod'].map((id) =>
      environmentOf(id, { services: { api: {} }, secrets: { token: {} }, cluster: { namespace: 'x' } } as never),
    ),
  ),
};

/** Errors of the code that runs here; those of operations can't come from fakes. */
const HERE = /^cli\/(commands|base-command|terminal)\//;

describe('a next step that is followed', () => {
  it.each(followed)('%s', async (_title, { code, place, step }) => {
    const words = shellWords(filled(step)).slice(1);
    const found = commandOf(words);
    if (!found?.command) throw new Error(`no command in ${step}`);
    const given = words.slice(found.name.split(' ').length);
    const end = given.includes('--') ? given.indexOf('--') : given.length;
    const argv = [...given.slice(0, end), '--json', ...given.slice(end)];
    const run = await runCommand(found.command as unknown as CommandClass, argv, operations, {
      tty: true,
      commands,
      agreesWith: argv[0] ?? 'local',
      input: ['a value'],
    });
    const { error } = JSON.parse(run.out() || '{}') as { readonly error?: { code: string; message: string } };
    expect(WRONG_LINE.test(error?.code ?? '') ? error : undefined).toBeUndefined();
    if (HERE.test(place)) expect(error?.code).not.toBe(code);
  });
});
