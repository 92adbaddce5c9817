import { cells } from '../cells.js';
import { CLEAR_BELOW, CLEAR_LINE, cursorUp } from '../own-sequences.js';
import { heightOf, type Terminal, widthOf } from '../terminal.js';

/** Lines on stderr that the next lines take the place of; what doesn't fit the height is left out at the end. */
export class LivePicture {
  private drawn = 0;

  constructor(private readonly terminal: Terminal) {}

  /** Draws over what was drawn before, in one write. */
  draw(text: string): void {
    const room = heightOf(this.terminal) - 2;
    const all = text.split('\n');
    const lines = all.length <= room ? all : [...all.slice(0, room - 1), `… ${all.length - room + 1} more lines`];
    const body = lines.map((line) => `${line}${CLEAR_LINE}\n`).join('');
    this.terminal.stderr.write(`${this.rewind()}${body}${CLEAR_BELOW}`);
    const width = widthOf(this.terminal, 'stderr');
    this.drawn = lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(cells(line) / width)), 0);
  }

  /** Takes away what is drawn, so that the end can be printed in its place. */
  clear(): void {
    this.terminal.stderr.write(`${this.rewind()}${this.drawn > 0 ? CLEAR_BELOW : ''}`);
    this.drawn = 0;
  }

  private rewind(): string {
    return this.drawn === 0 ? '' : cursorUp(Math.min(this.drawn, heightOf(this.terminal) - 1));
  }
}
