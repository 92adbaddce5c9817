import { describe, expect, it } from '@jest/globals';
import { unknownCommand } from '../../unknown-command.js';

const unknown = (...args: string[]) =>
  unknownCommand(args, ['plan', 'up', 'sandbox:up', 'sandbox:status', 'help'], ['sandbox']);

describe('unknown command', () => {
  it.each([[['plan', 'local']], [['sandbox', 'up']], [['sandbox']], [['--help']], [[]], [['help', 'nothing']]])(
    'is not what %j is',
    (args) => {
      expect(unknown(...args)).toBeUndefined();
    },
  );

  it('names the nearest command and points at the help of the topic', () => {
    expect(unknown('sandbox', 'statsu', '--json')).toMatchObject({
      message: "'sandbox statsu' is no command; did you mean 'sandbox status'?",
      exitCode: 3,
      actions: ['backlot sandbox status --json', 'backlot sandbox --help'],
    });
  });

  it('keeps the words that follow it', () => {
    expect(unknown('paln', 'local', '--image', 'api=a b')?.actions[0]).toBe("backlot plan local --image 'api=a b'");
  });

  it('takes a topic and its command for one', () => {
    const found = unknownCommand(['lock', 'list', 'local'], ['logs', 'locks:list', 'locks:release'], ['locks']);
    expect(found).toMatchObject({ message: "'lock list' is no command; did you mean 'locks list'?" });
    expect(found?.actions[0]).toBe('backlot locks list local');
  });

  it('repeats nothing that may be a secret', () => {
    const found = unknownCommand(['secrets', 'sett', 'local', 'key', 'hunter2'], ['secrets:set'], ['secrets']);
    expect(found?.actions[0]).toBe('backlot secrets set');
  });

  it('is told from a word too many', () => {
    const found = unknownCommand(['down', 'local'], ['down'], [], () => false);
    expect(found).toMatchObject({
      code: 'UnexpectedArgument',
      exitCode: 3,
      actions: ['backlot down', expect.any(String)],
    });
    expect(unknownCommand(['down'], ['down'], [], () => false)).toBeUndefined();
  });

  it('guesses nothing for a word that is near to none', () => {
    expect(unknown('xyzzyxyzzy', 'local')).toMatchObject({
      message: "'xyzzyxyzzy' is no command",
      actions: ['backlot --help'],
    });
  });
});
