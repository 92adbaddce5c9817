import { describe, expect, it } from '@jest/globals';
import { cells } from '../cells.js';
import { type Column, table } from '../table.js';

interface Row {
  readonly name: string;
  readonly size: number;
  readonly note: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'size', value: ({ size }) => String(size), align: 'right' },
  { title: 'note', value: ({ note }) => note, shrinks: true },
];
const rows: readonly Row[] = [
  { name: 'network', size: 27, note: 'three zones, each with public, private and data subnets' },
  { name: 'data', size: 131, note: 'データ' },
];

describe('table', () => {
  it('aligns columns, numbers to the right', () => {
    expect(table(rows, columns, { width: 200 }).split('\n')).toEqual([
      'name     size  note',
      'network    27  three zones, each with public, private and data subnets',
      'data      131  データ',
    ]);
  });

  it.each([30, 40, 60, 99])('never is wider than a terminal of %i columns', (width) => {
    const lines = table(rows, columns, { width }).split('\n');
    expect(Math.max(...lines.map(cells))).toBeLessThanOrEqual(width);
  });

  it('cuts only the columns that may shrink and marks the cut', () => {
    expect(table(rows, columns, { width: 30 })).toContain('network    27  three zones, e…');
  });

  it('turns rows into blocks, which are never cut, where columns no longer fit', () => {
    const text = table(rows, columns, { width: 20 });
    expect(text).toContain('name: network\nsize: 27\nnote: three zones, e');
    expect(text).not.toContain('…');
  });

  it('keeps control characters of values out of the terminal', () => {
    const text = table([{ name: 'a\u001b[31mb\r\nc', size: 1, note: '' }], columns, { width: 80 });
    expect(text.split('\n')[1]).toBe('ab c     1');
  });

  it('colours cells without moving columns', () => {
    const painted = table(rows, [{ ...(columns[0] as Column<Row>), paint: (_row, text) => `<${text}>` }], {
      width: 80,
    });
    expect(painted).toContain('<network>');
  });
});
