import { describe, expect, it } from '@jest/globals';
import { merge } from '../document/merge.js';
import { readSource } from '../document/read-source.js';
import { SourceFile } from '../document/source-file.js';
import { keyAt, nodeAt, positionOf, toPlain } from '../document/source-node.js';

const read = (name: string, text: string) => readSource(new SourceFile(name, text)).root;
const merged = (below: string, above: string) => merge(read('below', below), read('above', above));

describe('merge', () => {
  it.each([
    [
      'merges maps key by key, at every depth',
      'a: { b: { c: 1, d: 2 } }',
      'a: { b: { d: 3 } }',
      { a: { b: { c: 1, d: 3 } } },
    ],
    ['replaces lists as a whole', 'a: [1, 2, 3]', 'a: [4]', { a: [4] }],
    ['replaces a list by an empty one', 'a: [1, 2, 3]', 'a: []', { a: [] }],
    ['keeps a map that an empty one is laid over', 'a: { b: 1 }', 'a: {}', { a: { b: 1 } }],
    ['replaces a map by something else', 'a: { b: 1 }', 'a: 2', { a: 2 }],
    ['replaces something else by a map', 'a: 2', 'a: { b: 1 }', { a: { b: 1 } }],
    ['removes with null', 'a: { b: 1, c: 2 }', 'a: { b: null }', { a: { c: 2 } }],
    ['takes false and 0 as values', 'a: { b: true, c: 1 }', 'a: { b: false, c: 0 }', { a: { b: false, c: 0 } }],
  ])('%s', (_title, below, above, expected) => {
    expect(toPlain(merged(below, above))).toEqual(expected);
  });

  it('keeps the order of what is below', () => {
    expect(Object.keys(toPlain(merged('a: 1\nb: 2', 'c: 3\na: 4')) as object)).toEqual(['a', 'b', 'c']);
  });

  it('keeps for each value the place that it was written at', () => {
    const root = merged('a: 1\nmap:\n  kept: 1\n  replaced: 1', '\nmap:\n  replaced: 2');
    expect(nodeAt(root, ['map', 'kept'])?.at).toMatchObject({ file: 'below', line: 3, column: 9 });
    expect(nodeAt(root, ['map', 'replaced'])?.at).toMatchObject({ file: 'above', line: 3, column: 13 });
    expect(keyAt(root, ['map', 'replaced'])).toMatchObject({ file: 'above', line: 3, column: 3 });
  });

  it('gives an absent value the place of the nearest key above it', () => {
    const root = merged('map:\n  inner: { x: 1 }', 'other: 1');
    expect(positionOf(root, ['map', 'inner', 'absent', 'deep'])).toMatchObject({ file: 'below', line: 2, column: 3 });
    expect(positionOf(root, ['absent'])).toMatchObject({ file: 'above', line: 1, column: 1 });
  });

  it('remembers whether a removal had something to remove', () => {
    const root = merged('a: 1', 'a: null\nb: null');
    expect([nodeAt(root, ['a']), nodeAt(root, ['b'])]).toMatchObject([{ matched: true }, { matched: false }]);
  });
});
