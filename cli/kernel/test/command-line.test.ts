import { describe, expect, it } from '@jest/globals';
import { commandLine, runsAs, withFlag } from '../command-line.js';

describe('the command that runs', () => {
  it('is what a caller says as long as nobody has told', () => {
    expect(commandLine('backlot deploy prod')).toBe('backlot deploy prod');
  });

  it('is repeated with the arguments of the user, to be pasted into a shell', () => {
    runsAs('backlot rollback', ['prod', '5', '--reason', "it's $(id)", '--yes']);
    expect(commandLine('other')).toBe("backlot rollback prod 5 --reason 'it'\\''s $(id)' --yes");
  });

  it.each([
    ['backlot deploy prod', 'backlot deploy prod --lock-timeout 10m'],
    ['backlot deploy prod --lock-timeout 5s --yes', 'backlot deploy prod --lock-timeout 10m --yes'],
    ['backlot deploy prod --lock-timeout=5s', 'backlot deploy prod --lock-timeout 10m'],
  ])('gets a flag, or another value of it: %s', (command, expected) => {
    expect(withFlag(command, 'lock-timeout', '10m')).toBe(expected);
  });
});
