/** Scripts in whose words a character without a width joins or parts letters. */
const SCRIPTS =
  'Arabic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar'.split(' ');

const JOINED = `[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f${SCRIPTS.map((name) => `\\p{Script=${name}}`).join('')}]`;

/** What belongs to the characters beside it: joiners within a word or an emoji, and how an emoji is drawn. */
const BELONGS = `(?<=${JOINED})[\\u200c\\u200d](?=${JOINED})|(?<=\\p{Emoji})[\\ufe0e\\ufe0f]`;

/**
 * What a terminal acts on, or nobody sees: controls (C0, DEL, C1), what turns the direction of a text, what has no width, ends of lines and
 * paragraphs, fillers that look like spaces, and halves of characters.
 */
const HIDDEN = '(?![\\n\\t])\\p{Cc}|\\p{Default_Ignorable_Code_Point}|[\\u2028\\u2029\\ufff9-\\ufffb\\u2800]|\\p{Cs}';

/** More marks over and under one character than any script has: they would cover the lines above and below. */
const PILED = '(?<=[\\p{Mn}\\p{Me}]{8})[\\p{Mn}\\p{Me}]';

const SUSPECT = new RegExp(`${HIDDEN}|${PILED}`, 'u');
const ANY = new RegExp(`(?:${BELONGS})|(${HIDDEN}|${PILED})`, 'gu');

/** SGR: how the text behind it looks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const STYLE = /\u001b\[[\d;:]*m/g;

/**
 * Text of anybody, safe to look at: every hidden character is written out as `\u001b`, so that it is seen and does nothing.
 * Line feeds and tabs stay; a return before a line feed goes, and so do colours, which hide nothing once they are gone.
 *
 * The notation is that of JSON: a JSON text that goes through here is still one, of the same value.
 */
export function visibleText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(STYLE, '')
    .replace(ANY, (character, hidden: string | undefined) => (hidden === undefined ? character : writtenOut(hidden)));
}

/** The same on one line: what would break it becomes a space. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/[ \t\n\v\f\r]+/g, ' ').trim());
}

/** A value as JSON in which nothing hidden stands, nor what systems that run builds take for a command. */
export function visibleJson(value: unknown, indent?: number): string {
  return visibleText(JSON.stringify(value, null, indent) ?? 'null').replaceAll(/##(?=[\w-]*\[)/g, '#\\u0023');
}

/** `\u001b`, in two parts where the character has two. */
function writtenOut(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
