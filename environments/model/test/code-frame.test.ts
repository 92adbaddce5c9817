import { describe, expect, it } from '@jest/globals';
import { codeFrame } from '../document/code-frame.js';

const at = (line: number, column: number, length: number) => ({ file: 'x', line, column, length });

describe('codeFrame', () => {
  it('shows two lines before and marks the whole value', () => {
    expect(codeFrame(['a: 1', 'b: 2', 'c: 3', 'd: four', 'e: 5'], at(4, 4, 4))).toBe(
      ['    2 | b: 2', '    3 | c: 3', '  > 4 | d: four', '      |    ^^^^'].join('\n'),
    );
  });

  it('aligns line numbers of different length', () => {
    const lines = Array.from({ length: 10 }, (_, index) => `k${index}: v`);
    expect(codeFrame(lines, at(10, 1, 2)).split('\n')).toEqual([
      '     8 | k7: v',
      '     9 | k8: v',
      '  > 10 | k9: v',
      '       | ^^',
    ]);
  });

  it('shows a tab as one arrow, so that the caret is below it', () => {
    expect(codeFrame(['\tx: 1'], at(1, 1, 1))).toBe('  > 1 | →x: 1\n      | ^');
  });

  it('cuts long lines and the carets with them', () => {
    const [line = '', carets = ''] = codeFrame([`key: ${'x'.repeat(500)}`], at(1, 6, 500)).split('\n');
    expect(line.endsWith('…')).toBe(true);
    expect(carets.length).toBeLessThanOrEqual(line.length);
  });

  it('shows a caret for an empty file', () => {
    expect(codeFrame([''], at(1, 1, 1))).toBe('  > 1 |\n      | ^');
  });
});
