import type { Problem } from './problem.js';

/** The text of a file, without what made it hard to read. */
export interface DecodedText {
  readonly text: string;
  /** Places of bytes that are no text. */
  readonly problems: readonly Problem[];
  /** Whether it is text at all. */
  readonly readable: boolean;
}

/** Sequences of UTF-8 as RFC 3629 has them, over bytes that stand as characters. */
const UTF_8 =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte below 128 is a character of its own
  /((?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)|([\x80-\xff])/g;

/**
 * Reads bytes as UTF-8. Bytes that aren't are read as Latin-1, which they mostly are, so that the rest can be judged in the
 * same run; each is a problem.
 */
export function decodeText(bytes: Buffer, file: string): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide) {
    const at = { file, line: 1, column: 1, length: 1 };
    return {
      text: '',
      problems: [{ at, path: [], message: `the file is ${wide}`, hint: SAVE_AGAIN }],
      readable: false,
    };
  }
  let text = '';
  const problems: Problem[] = [];
  for (const [, valid, stray] of bytes.toString('latin1').matchAll(UTF_8)) {
    if (stray !== undefined) {
      const message = `the byte 0x${stray.charCodeAt(0).toString(16).toUpperCase()} is not UTF-8; in Latin-1 it is '${stray}'`;
      problems.push({ at: placeAfter(text, file), path: [], message, hint: SAVE_AGAIN });
    }
    text += stray ?? Buffer.from(valid ?? '', 'latin1').toString('utf8');
  }
  return { text: text.replace(/^\uFEFF/, ''), problems, readable: true };
}

const SAVE_AGAIN = 'save the file as UTF-8';

/** By the mark at its begin, or by the NUL that every second byte of such a file is. */
function wideEncoding(bytes: Buffer): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'UTF-32';
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'UTF-32' : 'UTF-16';
  if (first === 0xfe && second === 0xff) return 'UTF-16';
  const start = bytes.subarray(0, 64);
  const zeros = start.filter((byte) => byte === 0).length;
  if (start.length < 8 || zeros < start.length / 3) return undefined;
  return zeros > (start.length * 5) / 8 ? 'UTF-32' : 'UTF-16';
}

/** Where the next character would stand. */
function placeAfter(text: string, file: string): Problem['at'] {
  const begin = text.replace(/^\uFEFF/, '');
  const line = begin.split('\n').length;
  return { file, line, column: begin.length - begin.lastIndexOf('\n'), length: 1 };
}
