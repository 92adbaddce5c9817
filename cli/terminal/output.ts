import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { visibleJson, visibleText } from '../../modules/values/visible-text.js';
import { inCi } from './in-ci.js';
import { withOwnSequences } from './own-sequences.js';

/** Where an output goes in the end; `process.stdout` is one. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Characters of one line that a terminal is given: more is no text that a person reads. */
const LONGEST_LINE = 16_384;

/**
 * Where all text of this program goes, ours and that of others: logs, events, names, what AWS and Kubernetes say. A terminal follows only the
 * sequences that are our own (`own-sequences.ts`); every other control and hidden character is written out (`visible-text.ts`). In a
 * system that runs builds no text becomes one of its commands, but for what somebody asked for byte for byte: `exec`, `logs --raw`.
 */
export class Output {
  constructor(
    private readonly sink: Sink,
    private readonly env: Readonly<Record<string, string | undefined>> = {},
  ) {}

  get isTTY(): boolean {
    return Boolean(this.sink.isTTY);
  }

  get columns(): number | undefined {
    return this.sink.columns;
  }

  get rows(): number | undefined {
    return this.sink.rows;
  }

  /** Writes text of whole lines. */
  write(text: string): void {
    const shown = withOwnSequences(text, visibleText);
    const short = this.isTTY ? shown.split('\n').map(shortened).join('\n') : shown;
    this.sink.write(inCi(this.env) ? withoutCommands(short) : short);
  }

  /** Writes a value as one JSON text, however long it is. */
  json(value: unknown, indent?: number): void {
    this.sink.write(`${visibleJson(value, indent)}\n`);
  }

  /** Writes a line that somebody asked for as it is: to a file or a program unchanged, to a terminal like any other. */
  asWritten(text: string): void {
    if (this.isTTY) this.write(text);
    else this.sink.write(withOwnSequences(text, (foreign) => foreign));
  }

  /**
   * The stream for the output of a program that the user started: in an `interactive` session, and to a file or another program, byte
   * for byte; else what the program says is shown like all text.
   */
  ofProgram({ interactive }: { readonly interactive: boolean }): Writable {
    if ((interactive || !this.isTTY) && this.sink instanceof Writable) return this.sink;
    const decoder = new StringDecoder('utf8');
    const show = (text: string) => (interactive ? this.sink.write(text) : this.asWritten(text));
    return new Writable({
      write: (chunk: Buffer | string, _encoding, done) => {
        show(typeof chunk === 'string' ? chunk : decoder.write(chunk));
        done();
      },
      final: (done) => {
        show(decoder.end());
        done();
      },
    });
  }
}

function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence is cut as a whole
  const kept = line.slice(0, LONGEST_LINE).replace(/\u001b\[?[\d;]*$/, '');
  return `${kept}${kept.includes('\u001b') ? '\u001b[0m' : ''}… (${line.length - kept.length} more characters)`;
}

/** GitHub reads `::name` at the start of a line and `##[name]` anywhere, Azure `##vso[`, TeamCity `##teamcity[`. */
function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1\\u003a').replaceAll(/##(?=[\w-]*\[)/g, '#\\u0023');
}
