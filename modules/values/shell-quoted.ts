import { visibleText } from './visible-text.js';

/** A word as a shell takes it back: quoted where it holds anything but plain characters. What nobody sees is written out: `$'a\u001bb'`. */
export function quoted(text: string): string {
  // zsh looks for a program behind a leading `=`.
  if (/^(?!=)[\w@%+=:,./-]+$/.test(text)) return text;
  const control = /(?![\n\t])\p{Cc}/gu;
  if (text.search(control) < 0 && visibleText(text) === text && !/[\n\t]/.test(text)) {
    return `'${text.replaceAll("'", `'\\''`)}'`;
  }
  const escaped = text
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll(control, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `$'${visibleText(escaped)}'`;
}
