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
      actions: ['backlot sandbox status', 'backlot sandbox --help'],
    });
  });

  it('guesses nothing for a word that is near to none', () => {
    expect(unknown('xyzzyxyzzy', 'local')).toMatchObject({
      message: "'xyzzyxyzzy' is no command",
      actions: ['backlot --help'],
    });
  });
});
