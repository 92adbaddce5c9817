/** Says the structure in words, as tables of Markdown. */
import type { Part, Rows } from './structure.js';

/** The parts that have files, with what each may import. */
export function partsTable(parts: readonly Part[], files: readonly string[]): string {
  const present = parts.filter(({ name }) => files.some((file) => file.startsWith(`${name}/`)));
  const names = present.map(({ name }) => name);
  const rows = present.map(
    ({ name, what, imports }) =>
      `| \`${name}/\` | ${what} | ${listed(imports.filter((part) => names.includes(part)))} |`,
  );
  return table('| folder | what | may import |', rows);
}

/** The layers of a folder from the highest row to the lowest, with what each may import. */
export function layersTable(folder: string, rows: Rows): string {
  const lines = rows.flatMap((row, index) => {
    const below = rows[index - 1]?.map(({ name }) => name);
    return row.map(({ name, what, outside }) => {
      const inner = below ? `${listed(below)} and below` : `nothing else of \`${folder}/\``;
      const outer = outside ? `; of other parts only ${listed(outside)}` : '';
      return `| \`${name}\` | ${what} | ${inner}${outer} |`;
    });
  });
  return table('| layer | what | may import |', lines.toReversed());
}

const table = (head: string, rows: readonly string[]) => [head, head.replace(/[^|]+/g, '---'), ...rows, ''].join('\n');

const listed = (names: readonly string[]) =>
  names.length > 0 ? names.map((name) => `\`${name}\``).join(', ') : 'nothing of ours';
