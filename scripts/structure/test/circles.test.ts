import { describe, expect, it } from '@jest/globals';
import { circleErrors, findCircles, knownCircles } from '../circles.js';

/** A circle through the files, in their order. */
const circle = (...files: string[]) =>
  files.map((from, index) => ({ from, to: files[(index + 1) % files.length] ?? from }));

describe('circles of imports', () => {
  it('are found apart from each other, the largest first, each once', () => {
    const arrows = [...circle('b', 'a'), ...circle('c', 'd', 'e'), { from: 'a', to: 'c' }, { from: 'e', to: 'f' }];
    expect(findCircles(arrows)).toEqual([
      ['c', 'd', 'e'],
      ['a', 'b'],
    ]);
  });

  it('are one when they share a file', () => {
    expect(findCircles([...circle('a', 'b'), ...circle('b', 'c')])).toEqual([['a', 'b', 'c']]);
  });

  it('are none where arrows only meet', () => {
    const arrows = [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
      { from: 'c', to: 'd' },
    ];
    expect(findCircles(arrows)).toEqual([]);
  });

  it.each([2, 3, 4])('of %d files are an error that names every arrow', (size) => {
    const files = ['a', 'b', 'c', 'd'].slice(0, size);
    const [error, ...others] = circleErrors(circle(...files), []);
    expect(others).toEqual([]);
    expect(error).toContain(`circle: ${size} files`);
    expect(error).toContain(`${files.at(-1)} -> a`);
  });

  it.each([2, 3])('of %d files pass when they are listed, in any order', (size) => {
    const files = ['a', 'b', 'c'].slice(0, size);
    expect(circleErrors(circle(...files), [{ files: files.toReversed(), reason: 'one thing' }])).toEqual([]);
  });

  it('of 4 files are an error even when they are listed', () => {
    const files = ['a', 'b', 'c', 'd'];
    expect(circleErrors(circle(...files), [{ files, reason: 'one thing' }])).toHaveLength(1);
  });

  it('are an error when they are listed and gone', () => {
    expect(circleErrors([{ from: 'a', to: 'b' }], [{ files: ['a', 'b'], reason: 'one thing' }])).toEqual([
      'circle-gone: take it out of scripts/structure/circles.json: a, b',
    ]);
  });

  it('are an error when they are listed without a reason', () => {
    expect(circleErrors(circle('a', 'b'), [{ files: ['a', 'b'], reason: ' ' }])).toEqual([
      'circle-without-reason: scripts/structure/circles.json: a, b',
    ]);
  });

  it('that are kept are of two or three files', () => {
    expect(knownCircles().filter(({ files }) => files.length < 2 || files.length > 3)).toEqual([]);
  });
});
