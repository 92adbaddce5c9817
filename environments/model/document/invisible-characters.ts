import { Lexer } from 'yaml';
import type { Problem } from './problem.js';

/** A text without what nobody sees. */
export interface VisibleText {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Spaces that are none to YAML: no-break, figure, thin, ideographic and others. */
const SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;

/** What has no width, turns the direction of what follows, or controls a terminal; not what joins the parts of an emoji or of a word. */
const HIDDEN = [
  /(?!\u200C|\u200D|[\uFE00-\uFE0F])\p{Default_Ignorable_Code_Point}/u,
  /(?![\t\n\r])\p{Cc}/u,
  /[\u2028\u2029\uFFF9-\uFFFB]/u,
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali})[\u200C\u200D]/u,
  /(?<!\p{Extended_Pictographic})[\uFE00-\uFE0F](?!\u20E3)/u,
];

/** Those that turn the direction of a text: a comment with them can look like something that counts. */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

const NAMES: Readonly<Record<string, string>> = {
  '\u0000': 'NUL',
  '\u00A0': 'no-break space',
  '\u00AD': 'soft hyphen',
  '\u200B': 'zero-width space',
  '\u200C': 'zero-width non-joiner',
  '\u200D': 'zero-width joiner',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202F': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u3000': 'ideographic space',
  '\uFEFF': 'byte order mark',
};

/**
 * Names characters that can't be seen, outside of comments. The text goes on without them, and with usual spaces, so that what
 * else is wrong shows in the same run, and nothing twice.
 */
export function visibleText(text: string, file: string): VisibleText {
  const any = new RegExp([SPACES, ...HIDDEN].map(({ source }) => source).join('|'), 'gu');
  if (text.search(any) < 0) return { text, problems: [] };
  const comments = commentsOf(text);
  const problems: Problem[] = [];
  const visible = text.replace(any, (character, offset: number) => {
    const inComment = comments.some(([start, end]) => offset >= start && offset < end);
    if (!inComment || TURNING.test(character) || character === '\u0000') {
      const before = text.slice(0, offset);
      const at = { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), length: 1 };
      problems.push({
        at,
        path: [],
        message: `an invisible character stands here: ${nameOf(character)}`,
        hint: hintOf(character),
      });
    }
    return SPACES.test(character) ? ' ' : '';
  });
  return { text: visible, problems };
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = NAMES[character] ?? (TURNING.test(character) ? 'turns the direction of the text' : undefined);
  return name ? `U+${code}, ${name}` : `U+${code}`;
}

function hintOf(character: string): string {
  if (SPACES.test(character)) return 'write a usual space; where another is meant, write its escape in double quotes';
  return 'remove it; where it is meant, write its escape in double quotes';
}

/** Offsets of comments. */
function commentsOf(text: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  let offset = 0;
  let marker = '';
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer itself, which stand in no file.
    const isMarker = MARKERS.includes(lexeme) && !text.startsWith(lexeme, offset);
    if (!isMarker) {
      if (lexeme.startsWith('#') && marker !== SCALAR) found.push([offset, offset + lexeme.length]);
      offset += lexeme.length;
    }
    marker = isMarker ? lexeme : '';
  }
  return found;
}

const SCALAR = '\u001f';
const MARKERS: readonly string[] = ['\u0002', '\u0018', SCALAR];
