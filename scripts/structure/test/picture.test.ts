import { describe, expect, it } from '@jest/globals';
import { picture } from '../picture.js';

const place = (file: string) => file.split('/')[0];
const arrow = (from: string, to: string, file = 'x') => ({ from: `${from}/${file}.ts`, to: `${to}/${file}.ts` });

/** The lines of a picture of places a to d. */
const lines = (arrows: { from: string; to: string }[]) =>
  picture({
    arrows,
    places: ['a', 'b', 'c', 'd'],
    files: [...new Set(arrows.flatMap(({ from, to }) => [from, to]))],
    placeOf: place,
  })
    .trim()
    .split('\n')
    .map((line) => line.trim());

describe('the picture of the structure', () => {
  it('shows the places that have files, in their order, and the arrows between them', () => {
    expect(lines([arrow('b', 'c'), arrow('a', 'b')])).toEqual([
      'flowchart TB',
      'p_a["a"]',
      'p_b["b"]',
      'p_c["c"]',
      'p_a --> p_b',
      'p_b --> p_c',
    ]);
  });

  it('leaves out an arrow that a longer way shows', () => {
    expect(
      lines([arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'd'), arrow('a', 'd'), arrow('a', 'c')]).slice(-3),
    ).toEqual(['p_a --> p_b', 'p_b --> p_c', 'p_c --> p_d']);
  });

  it('shows no arrow inside a place', () => {
    expect(lines([{ from: 'a/x.ts', to: 'a/y.ts' }])).toEqual(['flowchart TB', 'p_a["a"]']);
  });

  it.each([
    [49, 'p_a --> p_b'],
    [50, 'p_a ==> p_b'],
  ])('draws %d imports as %s', (count, line) => {
    expect(lines(Array.from({ length: count }, (_, index) => arrow('a', 'b', `${index}`))).at(-1)).toBe(line);
  });
});
