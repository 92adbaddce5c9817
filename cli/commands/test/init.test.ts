import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import Init from '../init.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

function initing() {
  return {
    ...environmentsOf(environmentOf('local')),
    listBlueprints: async () => [
      { name: 'movie-store', signs: false },
      { name: 'shorts', signs: false },
      { name: 'signed', signs: true },
    ],
    init: jest.fn<Operations['init']>(async ({ name, blueprint }) => ({
      environment: name,
      file: `environments/${name}.yaml`,
      blueprint,
    })),
  };
}

const flags = [
  '--blueprint=movie-store',
  '--target=aws',
  '--account=123456789012',
  '--region=eu-west-1',
  '--cidr=10.60.0.0/16',
  '--platform=acme-video',
  '--repository=acme/video',
  '--email=video@acme.io',
];

describe('init', () => {
  it('takes all answers from flags', async () => {
    const operations = initing();
    const run = await runCommand(Init, ['qa', ...flags, '--production', '--owner=core'], operations);
    expect(operations.init.mock.calls[0]?.[0]).toEqual({
      name: 'qa',
      blueprint: 'movie-store',
      target: 'aws',
      account: '123456789012',
      region: 'eu-west-1',
      cidr: '10.60.0.0/16',
      platform: 'acme-video',
      repository: 'acme/video',
      email: 'video@acme.io',
      owner: 'core',
      production: true,
    });
    expect(run.out()).toMatch(/^Wrote environments\/qa\.yaml\n/);
  });

  it('names every missing flag at once when nobody can be asked', async () => {
    const operations = initing();
    const run = await runCommand(Init, ['--owner', 'core', '--json'], operations);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: {
        code: 'AnswerMissing',
        message: expect.stringContaining('pass ENVIRONMENT, --blueprint, --target, --account, --region, --cidr'),
      },
    });
    expect(operations.init).not.toHaveBeenCalled();
  });

  it('asks for the rest, and for no account where it is the sandbox', async () => {
    const operations = initing();
    const answers = ['qa', 'shorts', 'sandbox', 'eu-west-1', '10.60.0.0/16'];
    const run = await runCommand(Init, [], operations, { tty: true, answers });
    expect(run.asked).toHaveLength(5);
    expect(operations.init.mock.calls[0]?.[0]).toMatchObject({
      name: 'qa',
      target: 'sandbox',
      account: '000000000000',
    });
  });

  it.each([
    [['Qa', ...flags], /^error: ENVIRONMENT: 'Qa' can't be a name/],
    [['qa', '--account=12'], /'12' is no account id/],
    [['qa', '--region=moon'], /'moon' is no region/],
    [['qa', '--platform=Acme'], /'Acme' can't be a name/],
    [['qa', '--repository=example/backlot'], /'example\/backlot' is no repository of yours/],
    [['qa', '--email=team@example.com'], /'team@example.com' is no address that somebody reads/],
    [['qa', '--blueprint=podcast'], /'podcast' is none of movie-store, shorts, signed/],
    [['base', ...flags], /'base' can't be a name/],
  ])('refuses %j', async (argv, message) => {
    const operations = initing();
    const run = await runCommand(Init, argv, operations);
    expect(run.exitCode).toBe(3);
    expect(run.err()).toMatch(message);
    expect(operations.init).not.toHaveBeenCalled();
  });

  it('asks whom the roles trust and who is called, before anything is written for a real account', async () => {
    const operations = initing();
    const bare = ['qa', ...flags.slice(0, 5), '--production'];
    const refused = await runCommand(Init, [...bare, '--json'], operations);
    expect(refused.json()).toMatchObject({
      error: { code: 'AnswerMissing', message: expect.stringMatching(/pass --platform, --repository, --email$/) },
    });
    expect(operations.init).not.toHaveBeenCalled();
    const answers = ['acme-video', 'acme/video', 'video@acme.io'];
    const run = await runCommand(Init, bare, operations, { tty: true, answers });
    expect(run.asked).toHaveLength(3);
    expect(operations.init.mock.calls[0]?.[0]).toMatchObject({ platform: 'acme-video', email: 'video@acme.io' });
    expect(run.out()).toContain('backlot bootstrap qa\n  backlot plan qa');
  });

  it('wants a key where the blueprint has signed addresses, and only there', async () => {
    const signed = ['qa', ...flags.map((flag) => flag.replace('movie-store', 'signed'))];
    const run = await runCommand(Init, [...signed, '--json'], initing());
    expect(run.json()).toMatchObject({
      error: { code: 'AnswerMissing', message: expect.stringMatching(/pass --signing-key$/) },
    });
    const wrong = await runCommand(Init, [...signed, '--signing-key', 'package.json'], initing());
    expect(wrong.err()).toContain("'package.json' is no file with a public key");
  });

  it('never touches an environment that exists, and says so before it asks', async () => {
    const operations = initing();
    const run = await runCommand(Init, ['local', '--json'], operations, { tty: true });
    expect(run.json()).toMatchObject({ error: { code: 'EnvironmentExists' } });
    expect(run.asked).toEqual([]);
    expect(operations.init).not.toHaveBeenCalled();
  });
});
