import { stripVTControlCharacters } from 'node:util';
import { visibleLine } from '../../modules/values/visible-text.js';

/** Wide in every terminal: East Asian wide and full-width forms, and what is drawn as a picture. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO = /^[\p{Mark}\p{Cf}]$/u;

/** Columns that a text takes; colours take none. */
export function cells(text: string): number {
  let total = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (!ZERO.test(character)) total += WIDE.test(character) ? 2 : 1;
  }
  return total;
}

/** Fills with spaces to `width` columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, width - cells(text)));
  return side === 'right' ? text + space : space + text;
}

/** Cuts uncoloured text to `width` columns, with an ellipsis where something is missing. */
export function truncate(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    const next = used + cells(character);
    if (next > width - 1) break;
    kept += character;
    used = next;
  }
  return width > 0 ? `${kept}…` : '';
}

/** One line of plain text, of what comes from anywhere: it is measured and cut as it will be shown. */
export function oneLine(text: string): string {
  return visibleLine(text);
}
