const CONTEXT = 2;

/** The difference between two texts as a unified diff; for edits of few lines. */
export function lineDiff(name: string, before: string, after: string): string {
  const [one, two] = [before.split('\n'), after.split('\n')];
  const rows = align(one, two);
  const changed = rows.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  if (changed.length === 0) return '';
  const shown = new Set(
    changed.flatMap((index) => Array.from({ length: 2 * CONTEXT + 1 }, (_, offset) => index - CONTEXT + offset)),
  );
  const lines = [`--- a/${name}`, `+++ b/${name}`];
  for (const [index, { mark, text, line }] of rows.entries()) {
    if (!shown.has(index)) continue;
    if (!shown.has(index - 1)) lines.push(`@@ line ${line} @@`);
    lines.push(`${mark}${text}`);
  }
  return lines.join('\n');
}

interface Row {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  /** In the text before, from 1. */
  readonly line: number;
}

/** By the longest common subsequence, after what is equal at both ends is set aside. */
function align(one: readonly string[], two: readonly string[]): Row[] {
  let head = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head++;
  let tail = 0;
  while (tail < Math.min(one.length, two.length) - head && one.at(-1 - tail) === two.at(-1 - tail)) tail++;
  const [a, b] = [one.slice(head, one.length - tail), two.slice(head, two.length - tail)];
  const lengths = a.map(() => b.map(() => 0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const rows: Row[] = one.slice(0, head).map((text, index) => ({ mark: ' ', text, line: index + 1 }));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const line = head + i + 1;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push({ mark: ' ', text: a[i] ?? '', line });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      rows.push({ mark: '-', text: a[i++] ?? '', line });
    } else {
      rows.push({ mark: '+', text: b[j++] ?? '', line });
    }
  }
  const rest = one.slice(one.length - tail).map((text, index) => ({
    mark: ' ' as const,
    text,
    line: one.length - tail + index + 1,
  }));
  return [...rows, ...rest];
}
