const LONGEST = 60;

/** A value as messages show it: text in single quotes, cut when long; the rest as JSON. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing';
  const [line = '', ...more] = value.split('\n');
  const cut = line.length > LONGEST || (more.length > 0 && more.some((each) => each !== ''));
  return `'${cut ? `${line.slice(0, LONGEST)}…` : line}'`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly (string | number)[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
