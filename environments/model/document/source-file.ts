import { LineCounter } from 'yaml';

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many characters of that line belong to it. */
  readonly length: number;
}

/** One YAML file as it was read, and the way from offsets to lines. */
export class SourceFile {
  readonly lineCounter = new LineCounter();
  readonly lines: readonly string[];

  constructor(
    /** Path below the root, as it is shown: `environments/prod.yaml`. */
    readonly name: string,
    readonly text: string,
  ) {
    this.lines = text.split(/\r?\n/);
  }

  /** Where the text between two offsets begins; its length ends at the line's end. Needs a parsed file. */
  position(start: number, end: number): Position {
    const { line, col } = this.lineCounter.linePos(Math.min(start, this.text.length));
    const rest = (this.lines[Math.max(line, 1) - 1] ?? '').length - (col - 1);
    const length = Math.max(1, Math.min(end - start, rest));
    return { file: this.name, line: Math.max(line, 1), column: Math.max(col, 1), length };
  }
}
