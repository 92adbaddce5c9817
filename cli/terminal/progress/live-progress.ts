import { withoutCredentialsIn } from '../../../modules/values/without-credentials.js';
import type { ProgressEvent } from '../../kernel/progress.js';
import { oneLine } from '../cells.js';
import { CLEAR_BELOW, CLEAR_LINE, cursorUp } from '../own-sequences.js';
import type { Paint } from '../paint.js';
import { heightOf, type Terminal, widthOf } from '../terminal.js';
import type { ProgressView } from './progress-view.js';
import { TaskTree } from './task-tree.js';
import { treeLines } from './tree-lines.js';

const REDRAW_MS = 100;

/**
 * A tree that is redrawn in place ten times a second, however many events come. Each frame is one write over the lines of
 * the frame before, so nothing else may be written while it isn't paused.
 */
export class LiveProgress implements ProgressView {
  private readonly tree = new TaskTree();
  private readonly since = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private drawn: { readonly lines: number; readonly width: number } = { lines: 0, width: 0 };
  private stopped = false;
  private paused = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly paint: Paint,
  ) {}

  emit(told: ProgressEvent): void {
    if (this.stopped) return;
    const event = withoutCredentialsIn(told);
    if (event.type === 'note') {
      const warning = event.level === 'warning';
      const text = oneLine(event.message);
      this.say(warning ? `${this.paint('yellow', 'warning:')} ${text}` : text);
      return;
    }
    this.tree.apply(event);
    if (!this.timer && !this.paused) this.resume();
  }

  say(text: string): void {
    this.terminal.stderr.write(`${this.erasure()}${text}\n`);
    this.drawn = { lines: 0, width: 0 };
    if (this.timer) this.draw();
  }

  pause(): void {
    this.paused = true;
    this.halt();
    this.terminal.stderr.write(this.erasure());
    this.drawn = { lines: 0, width: 0 };
  }

  resume(): void {
    if (this.stopped) return;
    this.paused = false;
    this.draw();
    this.timer ??= setInterval(() => this.draw(), REDRAW_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.halt();
    this.draw(Number.POSITIVE_INFINITY);
  }

  private halt(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private draw(height = heightOf(this.terminal) - 2): void {
    // One column stays free: a full last column makes some terminals wrap.
    const width = widthOf(this.terminal, 'stderr') - 1;
    const lines = treeLines(this.tree, { width, height, now: performance.now(), since: this.since, paint: this.paint });
    if (lines.length === 0 && this.drawn.lines === 0) return;
    // Line by line: some terminals keep what a clearing of the whole screen removes, and show it when scrolled back.
    const text = lines.map((line) => `${line}${CLEAR_LINE}\n`).join('');
    this.terminal.stderr.write(`${this.rewind()}${text}${CLEAR_BELOW}`);
    this.drawn = { lines: lines.length, width };
  }

  private erasure(): string {
    const rows = this.drawnRows();
    return rows === 0 ? '' : `${this.rewind()}${`${CLEAR_LINE}\n`.repeat(rows)}${this.rewind()}`;
  }

  /** Moves to the first drawn line. */
  private rewind(): string {
    const rows = this.drawnRows();
    return rows === 0 ? '' : cursorUp(rows);
  }

  /** Rows that the drawn lines take now: a terminal that became narrower has wrapped them. */
  private drawnRows(): number {
    const wrapped = Math.max(1, Math.ceil(this.drawn.width / widthOf(this.terminal, 'stderr')));
    return Math.min(this.drawn.lines * wrapped, heightOf(this.terminal) - 1);
  }
}
