import { afterEach, describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS } from '../../../modules/values/test/hostile-texts.js';
import {
  again,
  type CommandShape,
  commandLine,
  correctedLine,
  runsAs,
  withFlag,
  withoutFlag,
} from '../command-line.js';
import { shellWords } from '../shell-words.js';

const shape: CommandShape = { name: 'rollback', args: ['environment', 'release'], flags: {} };
const run = (...argv: string[]) => runsAs({ shape, argv, shapeOf: () => undefined });
afterEach(() => runsAs(undefined));

describe('the command that runs', () => {
  it('is what a caller says as long as nobody has told', () => {
    expect([commandLine('backlot deploy prod'), again()]).toEqual(['backlot deploy prod', []]);
  });

  it('is repeated with the arguments of the user, to be pasted into a shell', () => {
    run('prod', '5', '--reason', "it's $(id)", '--yes');
    expect(commandLine('other')).toBe("backlot rollback prod 5 --reason 'it'\\''s $(id)' --yes");
    expect(again()).toEqual([commandLine('other')]);
  });

  it.each([
    ['backlot deploy prod', 'backlot deploy prod --lock-timeout 10m'],
    ['backlot deploy prod --lock-timeout 5s --yes', 'backlot deploy prod --lock-timeout 10m --yes'],
    ['backlot deploy prod --lock-timeout=5s', 'backlot deploy prod --lock-timeout 10m'],
    ['backlot exec prod api -- sh -c ls', 'backlot exec prod api --lock-timeout 10m -- sh -c ls'],
  ])('gets a flag, or another value of it: %s', (command, expected) => {
    expect(withFlag(command, 'lock-timeout', '10m')).toBe(expected);
  });

  it.each(HOSTILE_TEXTS)('keeps its words beside a flag that comes or goes: %s', (text) => {
    run('prod', '--reason', text, '--lock-timeout', text);
    const line = commandLine('');
    const words = ['backlot', 'rollback', 'prod', '--reason', text];
    expect(shellWords(withFlag(line, 'lock-timeout', '10m'))).toEqual([...words, '--lock-timeout', '10m']);
    expect(shellWords(withFlag(line, 'yes'))).toEqual([...words, '--lock-timeout', text, '--yes']);
    expect(shellWords(withoutFlag(line, 'lock-timeout', 'a value'))).toEqual(words);
  });

  it('takes no flag out of a text', () => {
    const line = "backlot restore prod --reason 'see --store a -- b' --store=x --store 'y z' -- --store q";
    expect(withoutFlag(line, 'store', 'a value')).toBe(
      "backlot restore prod --reason 'see --store a -- b' -- --store q",
    );
    expect(withFlag(line, 'force')).toBe(line.replace(' -- --store q', ' --force -- --store q'));
    expect(withoutFlag('backlot x --abort --stdin y', 'abort', 'no value')).toBe('backlot x --stdin y');
  });

  it('gets a flag without a value once', () => {
    expect(withFlag(withFlag('backlot deploy prod', 'yes'), 'yes')).toBe('backlot deploy prod --yes');
  });

  it.each([
    [['prdo', '5'], 'backlot rollback prod 5'],
    [['x', '--image', 'prdo=1.0,api=2'], 'backlot rollback x --image prod=1.0,api=2'],
    [['x', '--image=prdo=1.0'], 'backlot rollback x --image=prod=1.0'],
    [['x', '--srevice', 'api', '--yes'], 'backlot rollback x --service api', '--srevice', '--service'],
    [['x', '--srevice=api'], 'backlot rollback x --service=api', '--srevice', '--service'],
    [['x', 'prdo:1.0'], 'backlot rollback x prod:1.0'],
    [['prdo', '--yes', '--confirm', 'prdo', '--confirm=prdo'], 'backlot rollback prod'],
    [['prdox'], undefined],
  ])(
    'is corrected where a word was wrong, without its approvals: %j',
    (argv, expected, given = 'prdo', meant = 'prod') => {
      run(...argv);
      expect(correctedLine(given, meant)).toBe(expected);
    },
  );
});
