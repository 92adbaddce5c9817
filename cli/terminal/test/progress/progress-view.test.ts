import { describe, expect, it } from '@jest/globals';
import { recordingTerminal } from '../../../commands/test/support/recording-terminal.js';
import { plain } from '../../paint.js';
import { EventProgress } from '../../progress/event-progress.js';
import { progressView } from '../../progress/index.js';
import { LiveProgress } from '../../progress/live-progress.js';
import { PlainProgress } from '../../progress/plain-progress.js';

const noon = () => new Date(2026, 0, 1, 12, 0, 5);

describe('progress', () => {
  it('is a tree on a terminal, lines in CI, on a dumb terminal and in a pipe, NDJSON where asked for', () => {
    const kind = (options: Parameters<typeof recordingTerminal>[0], events = false) => {
      const view = progressView(recordingTerminal(options), { events });
      view.stop();
      return view.constructor;
    };
    expect(kind({ tty: true })).toBe(LiveProgress);
    expect(kind({ tty: true, env: { CI: 'true' } })).toBe(PlainProgress);
    expect(kind({ tty: true, env: { TERM: 'dumb' } })).toBe(PlainProgress);
    expect(kind({})).toBe(PlainProgress);
    expect(kind({ tty: true }, true)).toBe(EventProgress);
  });

  it('writes one plain line per step that ends', () => {
    const terminal = recordingTerminal();
    const view = new PlainProgress(terminal, plain, noon);
    view.emit({ type: 'step-started', id: 'apply/network', title: 'network' });
    view.emit({ type: 'step-progress', id: 'apply/network', message: 'aws_vpc.vpc' });
    view.emit({ type: 'step-finished', id: 'apply/network', status: 'done', message: '+27', durationMs: 3100 });
    view.emit({ type: 'note', level: 'warning', message: 'slow' });
    view.stop();
    expect(terminal.err()).toBe('12:00:05 network          done  +27 in 3.1 s\n12:00:05 warning: slow\n');
    expect(terminal.out()).toBe('');
  });

  it('writes events as one JSON object per line, also what is said to people', () => {
    const terminal = recordingTerminal();
    const view = new EventProgress(terminal, noon);
    view.emit({ type: 'step-started', id: 'a', title: 'a' });
    view.say('\u001b[1mtwo\nlines\u001b[22m\n');
    const lines = terminal
      .err()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { time: noon().toISOString(), type: 'step-started', id: 'a', title: 'a' },
      { time: noon().toISOString(), type: 'note', level: 'info', message: 'two\nlines' },
    ]);
  });

  it('survives a burst of events with few writes and leaves the whole tree', () => {
    const terminal = recordingTerminal({ tty: true, rows: 10 });
    const view = new LiveProgress(terminal, plain);
    for (let index = 0; index < 2000; index++) {
      view.emit({ type: 'step-started', id: `s${index}`, title: `stack-${index}` });
      view.emit({ type: 'step-progress', id: `s${index}`, message: 'x' });
    }
    const before = terminal.err().length;
    view.stop();
    view.stop();
    expect(before).toBeLessThan(20_000);
    expect(terminal.err().slice(before).split('\n').length).toBeGreaterThan(2000);
  });

  it('takes the tree away for a question and never moves further up than it has drawn', () => {
    const terminal = recordingTerminal({ tty: true });
    const view = new LiveProgress(terminal, plain);
    view.emit({ type: 'step-started', id: 'a', title: 'a' });
    view.pause();
    view.emit({ type: 'step-started', id: 'b', title: 'b' });
    const paused = terminal.err();
    view.say('preview');
    view.resume();
    view.stop();
    expect(paused.endsWith('\u001b[2A\u001b[1G\u001b[K\n\u001b[K\n\u001b[2A\u001b[1G')).toBe(true);
    expect(terminal.err().slice(paused.length)).toMatch(/^preview\n⠋|^preview\n./);
    expect(terminal.err().slice(paused.length)).not.toContain('\u001b[2A');
  });
});
