import { cells, oneLine, pad, truncate } from './cells.js';
import { type Paint, plain } from './paint.js';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
  /** Narrow columns, and what people copy (ids, names, keys), are kept whole; the others give way. @default false */
  readonly shrinks?: boolean;
  /** Colours a cell that was already cut and padded. @default none */
  readonly paint?: (row: Row, text: string, paint: Paint) => string;
}

const GAP = '  ';
const SMALLEST = 6;

/**
 * A table without borders, at most `width` columns wide: shrinking columns are cut, and where that doesn't suffice each
 * row becomes a block of `title: value` lines, which are never cut.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { readonly width: number; readonly paint?: Paint },
): string {
  const paint = options.paint ?? plain;
  const texts = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const widths = fittedWidths(columns, texts, options.width);
  if (!widths) return blocks(columns, texts);
  const line = (values: readonly string[], decorate: (text: string, index: number) => string) =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        const last = index === columns.length - 1 && column.align !== 'right';
        const cut = truncate(values[index] ?? '', width);
        return decorate(last ? cut : pad(cut, width, column.align === 'right' ? 'left' : 'right'), index);
      })
      .join(GAP)
      .trimEnd();
  const head = line(
    columns.map((column) => column.title),
    (text) => paint('dim', text),
  );
  const body = rows.map((row, at) =>
    line(texts[at] ?? [], (text, index) => columns[index]?.paint?.(row, text, paint) ?? text),
  );
  return [head, ...body].join('\n');
}

/** Widths of the columns, or nothing when they can't fit. */
function fittedWidths<Row>(
  columns: readonly Column<Row>[],
  texts: readonly string[][],
  width: number,
): number[] | undefined {
  const widths = columns.map((column, index) =>
    Math.max(cells(column.title), ...texts.map((row) => cells(row[index] ?? ''))),
  );
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (columns.length - 1) - width;
  while (excess > 0) {
    const candidates = columns.map((column, index) => (column.shrinks ? (widths[index] ?? 0) : 0));
    const widest = candidates.indexOf(Math.max(...candidates));
    const current = widths[widest] ?? 0;
    if (!columns[widest]?.shrinks || current <= SMALLEST) return undefined;
    widths[widest] = current - 1;
    excess -= 1;
  }
  return widths;
}

function blocks<Row>(columns: readonly Column<Row>[], texts: readonly string[][]): string {
  return texts
    .map((row) =>
      row.flatMap((text, index) => (text ? [`${columns[index]?.title || 'note'}: ${text}`] : [])).join('\n'),
    )
    .join('\n\n');
}
