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

declare const held: unique symbol;

/** A command line in which every value is one word, or a part of one, whatever it holds. Only {@link shell} writes one. */
export type ShellLine = string & { readonly [held]: true };

/**
 * A command line with each value quoted where it needs it: nothing in a name becomes another word, an option or a program.
 * A list is as many words, none where it is empty.
 *
 * @example shell`aws sns unsubscribe --subscription-arn ${arn}`
 */
export function shell([first = '', ...parts]: TemplateStringsArray, ...values: readonly unknown[]): ShellLine {
  const line = values.reduce<string>((before, value, at) => {
    const words = Array.isArray(value) ? value.map((each) => quoted(String(each))) : [quoted(String(value))];
    return (words.length > 0 ? before + words.join(' ') : before.replace(/ $/, '')) + (parts[at] ?? '');
  }, first);
  return line as ShellLine;
}
