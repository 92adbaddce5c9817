import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { readErrors } from '../../../scripts/errors/read-errors.js';
import { reportFailure } from '../../base-command/report-failure.js';
import { ALL_HOSTILE, dangers, HOSTILE } from '../../commands/test/support/hostile-text.js';
import { recordingTerminal } from '../../commands/test/support/recording-terminal.js';
import type { ProgressEvent } from '../../kernel/progress.js';
import type { LogLine, ServiceEvent } from '../../running/day-two/index.js';
import { eventLine } from '../day-two/events-text.js';
import { logText } from '../day-two/log-text.js';
import { keyValues } from '../key-values.js';
import { Output } from '../output.js';
import { CLEAR_BELOW, cursorUp, own } from '../own-sequences.js';
import { paintFor, plain } from '../paint.js';
import { EventProgress } from '../progress/event-progress.js';
import { progressView } from '../progress/index.js';
import { LiveProgress } from '../progress/live-progress.js';
import { PlainProgress } from '../progress/plain-progress.js';
import { type Choice, visibly } from '../prompts.js';
import { table } from '../table.js';

const CI = { env: { CI: 'true' } };

function written(
  text: string,
  options: { readonly tty?: boolean; readonly env?: Record<string, string> } = {},
): string {
  const terminal = recordingTerminal(options);
  terminal.stdout.write(text);
  return terminal.out();
}

describe('an output', () => {
  it('has been tried with more than forty kinds of text, each of which is dangerous as it is', () => {
    expect(HOSTILE.length).toBeGreaterThan(40);
    expect(HOSTILE.filter((text) => dangers(text).length === 0 && !/\n|\t\t|^x+$/.test(text))).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 60), text]))('lets nothing of %j through', (_, text) => {
    for (const tty of [true, false]) expect(dangers(written(`${text}\n`, { tty, ...CI }))).toEqual([]);
  });

  it('shows what it does not let through, and leaves colours of others away', () => {
    expect(written('a\u001b]52;c;x\u0007b\u202ec\u009b\u007f')).toBe('a\\u001b]52;c;x\\u0007b\\u202ec\\u009b\\u007f');
    expect(written('\u001b[41mred\u001b[0m')).toBe('red');
    expect(written('a\r\nb\rc')).toBe('a\nb\\u000dc');
  });

  it('follows what is ours, also around text of others', () => {
    const terminal = recordingTerminal({ tty: true });
    const paint = paintFor(terminal, 'stdout');
    terminal.stdout.write(
      `${paint('red', 'a\u001b[2Jb')}${paint('bold', `x${paint('dim', 'y')}z`)}${cursorUp(2)}${CLEAR_BELOW}`,
    );
    expect(terminal.out()).toBe(
      '\u001b[31ma\\u001b[2Jb\u001b[39m\u001b[1mx\u001b[2my\u001b[22m\u001b[1mz\u001b[22m\u001b[2A\u001b[1G\u001b[J',
    );
    expect(() => own('\u001b]52;c;x\u0007')).toThrow(RangeError);
  });

  it('keeps emoji and scripts that are joined by what has no width', () => {
    const text = '👩‍👩‍👧 ❤️ می‌خواهم क्‍ष 1️⃣ é データ';
    expect(written(text)).toBe(text);
  });

  it('writes JSON of the same value, whatever it holds and however long', () => {
    const terminal = recordingTerminal({ tty: true, ...CI });
    terminal.stdout.json({ [ALL_HOSTILE]: HOSTILE }, 2);
    expect(dangers(terminal.out())).toEqual([]);
    expect(JSON.parse(terminal.out())).toEqual({ [ALL_HOSTILE]: HOSTILE });
  });

  it('cuts a line that no person reads on a terminal, and never elsewhere', () => {
    const long = `${'x'.repeat(100_000)}\nend`;
    expect(written(long)).toBe(long);
    expect(written(long, { tty: true })).toMatch(/^x{16384}… \(83616 more characters\)\nend$/);
  });

  it('lets text be no command of a build system, and leaves it alone elsewhere', () => {
    expect(written('::error::x\n a::b ##[group]', CI)).toBe('\\u003a:error::x\n a::b #\\u0023[group]');
    expect(written('::error::x')).toBe('::error::x');
  });

  it('gives a line as it was written to a file, and to a terminal like any other', () => {
    const [file, screen] = [recordingTerminal(), recordingTerminal({ tty: true })];
    for (const { stdout } of [file, screen]) stdout.asWritten('a\u001b[2Jb\n');
    expect([file.out(), screen.out()]).toEqual(['a\u001b[2Jb\n', 'a\\u001b[2Jb\n']);
  });

  it.each([
    [false, false, 'raw'],
    [true, true, 'raw'],
    [true, false, 'shown'],
  ])('gives what a program says to a terminal (%s), interactive (%s), %s', async (tty, interactive, how) => {
    const chunks: Buffer[] = [];
    const stream = new Writable({
      write: (chunk, _, done) => {
        chunks.push(chunk);
        done();
      },
    });
    const sink = Object.assign(stream, { isTTY: tty });
    const bytes = Buffer.from('é\u001b[2Jdatä');
    const to = new Output(sink).ofProgram({ interactive });
    for (const byte of bytes) to.write(Buffer.from([byte]));
    await new Promise((resolve) => to.end(resolve));
    const text = Buffer.concat(chunks).toString();
    expect(text).toBe(how === 'raw' ? bytes.toString() : 'é\\u001b[2Jdatä');
  });
});

describe('text of others', () => {
  it('is one line where one is expected: cells, values, steps', () => {
    const text = 'a\nnext: x\r\ty\u001b[2J';
    expect(table([text], [{ title: 't', value: (row) => row }], { width: 80 })).toBe('t\na next: x y\\u001b[2J');
    expect(keyValues({ k: 'a\nb' }, plain)).toBe('k  a b');
    const event = {
      last: '2026-11-30T10:00:00Z',
      reason: 'r',
      message: text,
      kind: 'Pod',
      name: 'p',
      objects: 1,
      warning: false,
    };
    expect(eventLine(event as unknown as ServiceEvent, plain)).toBe('10:00:00 - Pod p r: a next: x y\\u001b[2J');
  });

  it('can not pass for a line of another pod, with a message of several lines', () => {
    const line = { pod: 'api-1', service: 'api', version: 'stable', time: '2026-11-30T10:00:00.000Z', text: '' };
    const fields = { level: 'error', msg: 'boom\n  at x\napi-2 10:00:00.000 all is well' };
    expect(logText({ ...line, fields } as unknown as LogLine, { paint: plain })).toBe(
      '1 10:00:00.000 ERROR boom\n      at x\n    api-2 10:00:00.000 all is well',
    );
  });

  const codes = [...new Set(readErrors().flatMap(({ code }) => code ?? []))];
  it(`does nothing in the report of any of ${codes.length} errors`, () => {
    expect(codes.length).toBeGreaterThan(200);
    for (const code of codes) {
      const actions = [`backlot status ${ALL_HOSTILE}`, `kubectl get ${ALL_HOSTILE}`];
      const cause = new Error(ALL_HOSTILE);
      const error = new BacklotError({
        code,
        message: ALL_HOSTILE,
        hints: [ALL_HOSTILE],
        actions,
        details: { x: ALL_HOSTILE },
        cause,
      });
      for (const argv of [[], ['--json'], ['--events'], ['--debug']]) {
        const terminal = recordingTerminal({ tty: argv.length === 0, env: { CI: 'true', FORCE_COLOR: '1' } });
        reportFailure(error, argv, terminal, { command: 'backlot status', flags: [] });
        expect([code, ...dangers(terminal.out()), ...dangers(terminal.err())]).toEqual([code]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: our colours may stand before it
        const labels = terminal.err().match(/^\s*(?:\u001b\[\d+m)?(next|error|hint):/gm) ?? [];
        if (argv.length === 0) expect(labels.filter((label) => label.includes('next'))).toHaveLength(1);
      }
    }
  });

  const events: readonly ProgressEvent[] = [
    { type: 'step-started', id: 'a', title: ALL_HOSTILE },
    { type: 'step-progress', id: 'a', message: ALL_HOSTILE },
    { type: 'note', level: 'warning', message: ALL_HOSTILE },
    { type: 'step-finished', id: 'a', status: 'failed', message: ALL_HOSTILE, durationMs: 1 },
    { type: 'step-finished', id: ALL_HOSTILE, status: 'done', durationMs: 1 },
  ];
  it.each([
    ['plain lines', (terminal: ReturnType<typeof recordingTerminal>) => new PlainProgress(terminal, plain)],
    ['a live tree', (terminal: ReturnType<typeof recordingTerminal>) => new LiveProgress(terminal, plain)],
    ['events', (terminal: ReturnType<typeof recordingTerminal>) => new EventProgress(terminal)],
  ])('does nothing in progress as %s', (_, make) => {
    const terminal = recordingTerminal({ tty: true, ...CI });
    const view = make(terminal);
    for (const event of events) view.emit(event);
    view.say(ALL_HOSTILE);
    view.stop();
    // What a live tree draws itself with.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const drawn = terminal.err().replaceAll(/\u001b\[(\d+A|1G|K|J)/g, '');
    expect(dangers(drawn)).toEqual([]);
    expect(terminal.err()).toContain('hostile');
  });

  it('shows no credential in progress', () => {
    const terminal = recordingTerminal();
    const message = 'postgres://ann:hunter2@db failed';
    for (const options of [{}, { events: true }]) {
      const view = progressView(terminal, options);
      view.emit({ type: 'note', level: 'info', message });
      view.stop();
    }
    const screen = recordingTerminal({ tty: true });
    progressView(screen, {}).emit({ type: 'note', level: 'info', message });
    expect(`${terminal.err()}${screen.err()}`.match(/postgres:..ann:\(redacted\)@db failed/g)).toHaveLength(3);
    expect(terminal.err() + screen.err()).not.toContain('hunter2');
  });

  it('does nothing in a question, its choices and what is wrong with an answer', async () => {
    const said: string[] = [];
    const ask = async (message: string) => {
      said.push(message);
      return '';
    };
    const prompts = visibly({
      confirm: async (message) => (await ask(message)) === '',
      text: async (message, { check, initial } = {}) => ask(`${message}${check?.('x')}${initial ?? ''}`),
      choose: async (message, choices: readonly Choice[]) =>
        ask(message + choices.map(({ name, description }) => `${name} ${description}`).join()),
      hidden: ask,
    });
    await prompts.confirm(ALL_HOSTILE);
    await prompts.text(ALL_HOSTILE, { check: () => ALL_HOSTILE, initial: ALL_HOSTILE });
    await prompts.choose(ALL_HOSTILE, [{ value: ALL_HOSTILE, description: ALL_HOSTILE }]);
    await prompts.hidden(ALL_HOSTILE);
    expect(said).toHaveLength(4);
    // Questions aren't asked in a build system.
    expect(said.flatMap(dangers).filter((each) => !/::|##/.test(each))).toEqual([]);
  });
});
