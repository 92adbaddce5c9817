import { afterEach, describe, expect, it } from '@jest/globals';
import { type CommandShape, runsAs } from '../command-line.js';
import { nextSteps, withNextSteps } from '../next-steps.js';

const value = { takesValue: true };
const flag = { takesValue: false };
const shapes: readonly CommandShape[] = [
  {
    name: 'deploy',
    args: ['environment'],
    flags: {
      ...{ stack: { ...value, char: 's' }, service: value, only: value, image: { ...value, char: 'i' }, plan: value },
      ...{
        yes: { ...flag, char: 'y' },
        confirm: value,
        lose: value,
        'lock-timeout': value,
        context: value,
        refresh: flag,
        wait: flag,
      },
    },
  },
  { name: 'plan', args: ['environment'], flags: { stack: value, image: value, context: value, refresh: flag } },
  { name: 'rollback', args: ['environment', 'release'], flags: { yes: flag, service: value } },
  { name: 'canary status', args: ['names'], flags: { context: value, watch: flag } },
  {
    name: 'secrets rotate',
    args: ['environment', 'secret'],
    flags: { stdin: { ...flag, exclusive: ['abort'] }, abort: flag },
  },
  { name: 'exec', args: ['environment', 'service'], flags: { context: value, version: value } },
  { name: 'sandbox load', args: ['service'], flags: { environment: { ...value, char: 'e' }, rps: value } },
];
const shapeOf = (words: readonly string[]) =>
  shapes.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '));

/** The step as it is printed while this line runs. */
function next(line: string, action: string): string | undefined {
  const words = line.split(' ');
  const shape = shapeOf(words);
  if (!shape) throw new Error(`no command in ${line}`);
  runsAs({ shape, argv: words.slice(shape.name.split(' ').length), shapeOf });
  return nextSteps([action])[0];
}

afterEach(() => runsAs(undefined));

describe('a next step', () => {
  it.each([
    // The same command: with all that the user said.
    [
      'deploy local --stack data --lock-timeout 5m',
      'backlot deploy local',
      'backlot deploy local --stack data --lock-timeout 5m',
    ],
    ['deploy local -y -i api=1.0', 'backlot deploy local', 'backlot deploy local -y -i api=1.0'],
    ['deploy local --no-refresh', 'backlot deploy local', 'backlot deploy local --no-refresh'],
    ['rollback local 99', 'backlot rollback local --yes', 'backlot rollback local 99 --yes'],
    [
      'exec local api -- sh -c ls',
      'backlot exec local api --version 2',
      'backlot exec local api --version 2 -- sh -c ls',
    ],
    // What the step says itself wins, and narrows.
    ['deploy local --stack data', 'backlot deploy local --stack registry', 'backlot deploy local --stack registry'],
    ['deploy local --only services', 'backlot deploy local --stack registry', 'backlot deploy local --stack registry'],
    [
      'secrets rotate local token --stdin',
      'backlot secrets rotate local token --abort',
      'backlot secrets rotate local token --abort',
    ],
    // Another subject: nothing that was approved.
    ['deploy prdo --yes --confirm=prdo --wait', 'backlot deploy prod', 'backlot deploy prod --wait'],
    [
      'deploy local --image ap=1.0 --yes --wait',
      'backlot deploy local --image api=1.0',
      'backlot deploy local --image api=1.0 --wait',
    ],
    // A saved plan is used once.
    ['deploy local --plan 3f2a91 --yes', 'backlot deploy local', 'backlot deploy local --yes'],
    // Another command: where, how patiently, and the same subject.
    [
      'deploy local --context kind --image api=1.0 --wait',
      'backlot plan local',
      'backlot plan local --context kind --image api=1.0',
    ],
    ['deploy local --context kind --wait', 'backlot canary status local', 'backlot canary status local --context kind'],
    // Sources that don't know the environment.
    ['deploy dev', 'backlot canary status <environment>', 'backlot canary status dev'],
    ['sandbox load api -e dev', 'backlot plan <environment>', 'backlot plan dev'],
    ['sandbox load api', 'backlot plan <environment>', 'backlot plan local'],
    // Not ours to change.
    ['deploy local --wait', 'kubectl get pods -A', 'kubectl get pods -A'],
    ['deploy local --wait', 'backlot deploy --help', 'backlot deploy --help'],
    ['deploy local --wait', 'backlot no-such-command', 'backlot no-such-command'],
  ])('of `%s` that says `%s`', (line, action, expected) => {
    expect(next(line, action)).toBe(expected);
  });

  it('quotes what a shell would take apart', () => {
    const shape = shapes[0] as CommandShape;
    runsAs({ shape, argv: ['local', '--context', "my 'kind' $HOME"], shapeOf });
    expect(nextSteps(['backlot deploy local'])).toEqual(["backlot deploy local --context 'my '\\''kind'\\'' $HOME'"]);
  });

  it('never repeats what exists to be refused, nor words that are no arguments', () => {
    const set: CommandShape = {
      name: 'secrets set',
      args: ['environment', 'secret'],
      flags: { value: { takesValue: true, hidden: true }, yes: flag },
    };
    for (const more of [['hunter2'], ['--value=hunter2'], ['--value', 'hunter2']]) {
      runsAs({ shape: set, argv: ['local', 'token', ...more, '--yes'], shapeOf: () => set });
      expect(nextSteps(['backlot secrets set local token'])).toEqual(['backlot secrets set local token --yes']);
    }
  });

  it('is said once', () => {
    expect(nextSteps(['backlot doctor', 'backlot doctor'])).toEqual(['backlot doctor']);
  });

  it('is completed wherever a result for --json has one', () => {
    next('deploy local --context kind', 'backlot doctor');
    expect(
      withNextSteps({
        at: 1,
        services: [{ error: { actions: ['backlot deploy local'] } }],
        changes: [{ actions: [1] }],
      }),
    ).toEqual({
      at: 1,
      services: [{ error: { actions: ['backlot deploy local --context kind'] } }],
      changes: [{ actions: [1] }],
    });
  });

  it.each([
    ['canary status local apj', 'backlot canary status local', 'backlot canary status local'],
    ['sandbox load apii --rps 5', 'backlot sandbox load --list', 'backlot sandbox load --list --rps 5'],
  ])('of a line that was refused does not repeat its words: %s', (line, action, expected) => {
    const repeated = next(line, action);
    expect(nextSteps([action], { refused: true })).toEqual([expected]);
    expect(repeated).not.toBe(expected);
    expect(withNextSteps({ actions: [action] }, { refused: true })).toEqual({ actions: [expected] });
  });

  it('is not the line that was refused, where there is another', () => {
    next('deploy local --yes', 'backlot deploy local --yes');
    expect(nextSteps(['backlot plan local', 'backlot deploy local --yes'], { refused: true })).toEqual([
      'backlot plan local',
    ]);
    expect(nextSteps(['backlot deploy local --yes'], { refused: true })).toEqual(['backlot deploy local --yes']);
  });

  it('that gives up data carries no consent, which was given before anybody knew of it', () => {
    const line = 'deploy local --yes --confirm local';
    for (const action of ['backlot deploy local --lose keys.data', `backlot ${line} --lose keys.data`]) {
      expect(next(line, action)).toBe('backlot deploy local --lose keys.data');
    }
    const named = 'deploy local --lose keys.data --yes';
    expect(next(named, `backlot ${named}`)).toBe(`backlot ${named}`);
  });
});
