import { describe, expect, it } from '@jest/globals';
import { recordingTerminal } from '../../commands/test/support/recording-terminal.js';
import { paintFor } from '../paint.js';

const coloured = (options: Parameters<typeof recordingTerminal>[0], noColor = false) =>
  paintFor(recordingTerminal(options), 'stdout', { noColor })('red', 'x') !== 'x';

describe('colour', () => {
  it('is on for a terminal and off for a pipe', () => {
    expect(coloured({ tty: true })).toBe(true);
    expect(coloured({ tty: false })).toBe(false);
  });

  it('is off with NO_COLOR, TERM=dumb and --no-color', () => {
    expect(coloured({ tty: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(coloured({ tty: true, env: { TERM: 'dumb' } })).toBe(false);
    expect(coloured({ tty: true, env: { FORCE_COLOR: '1' } }, true)).toBe(false);
  });

  it('is on in a pipe with FORCE_COLOR, also beside NO_COLOR, and off with FORCE_COLOR=0', () => {
    expect(coloured({ env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(coloured({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(true);
    expect(coloured({ tty: true, env: { FORCE_COLOR: '0' } })).toBe(false);
  });

  it('ignores an empty NO_COLOR', () => {
    expect(coloured({ tty: true, env: { NO_COLOR: '' } })).toBe(true);
  });
});
