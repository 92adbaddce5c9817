import { describe, expect, it } from '@jest/globals';
import { cells } from '../../cells.js';
import { plain } from '../../paint.js';
import { TaskTree } from '../../progress/task-tree.js';
import { treeLines } from '../../progress/tree-lines.js';

const frame = { width: 80, now: 5000, since: 0, paint: plain };

function treeOf(count: number): TaskTree {
  const tree = new TaskTree(() => 1000);
  for (let index = 0; index < count; index++) {
    tree.apply({ type: 'step-started', id: `s${index}`, title: `stack-${index}` });
  }
  return tree;
}

describe('task tree', () => {
  it('shows steps below their parent with status, counts and time', () => {
    const tree = new TaskTree(() => 1000);
    tree.apply({ type: 'step-started', id: 'apply', title: 'apply' });
    tree.apply({ type: 'step-started', id: 'apply/network', title: 'network', parent: 'apply' });
    tree.apply({ type: 'step-started', id: 'apply/media', title: 'media', parent: 'apply' });
    tree.apply({ type: 'step-progress', id: 'apply/media', message: 'aws_s3_bucket.origin' });
    tree.apply({ type: 'step-finished', id: 'apply/network', status: 'done', message: '+27', durationMs: 3100 });
    expect(treeLines(tree, frame)).toEqual([
      '⠋ apply      1/2  4.0 s',
      '✔   network  +27  3.1 s',
      '⠋   media    aws_s3_bucket.origin  4.0 s',
      '  1/2 steps, 5.0 s',
    ]);
  });

  it('names every ending that is not plain success', () => {
    const tree = treeOf(4);
    for (const [index, status] of (['failed', 'deferred', 'skipped', 'unchanged'] as const).entries()) {
      tree.apply({ type: 'step-finished', id: `s${index}`, status, durationMs: 10 });
    }
    expect(treeLines(tree, frame).slice(0, 4)).toEqual([
      '✖ stack-0  failed  10 ms',
      '◌ stack-1  deferred  10 ms',
      '– stack-2  skipped  10 ms',
      '= stack-3  unchanged  10 ms',
    ]);
  });

  it('keeps what failed and what runs when the terminal is too low', () => {
    const tree = treeOf(40);
    for (let index = 0; index < 38; index++) {
      const status = index === 2 ? 'failed' : 'done';
      tree.apply({ type: 'step-finished', id: `s${index}`, status, durationMs: 10 });
    }
    const lines = treeLines(tree, { ...frame, height: 8 });
    expect(lines).toHaveLength(8);
    expect(lines.join('\n')).toMatch(/stack-2 .*stack-38.*stack-39.*… 34 more\n.*38\/40 steps/s);
  });

  it.each([20, 33, 80])('fits %i columns whatever a step says', (width) => {
    const tree = treeOf(3);
    tree.apply({ type: 'step-progress', id: 's1', message: `a\nvery \u001b[31mlong ${'データ'.repeat(60)}` });
    const lines = treeLines(tree, { ...frame, width });
    expect(Math.max(...lines.map(cells))).toBeLessThanOrEqual(width);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('starts a step again without drawing it twice and ignores strangers', () => {
    const tree = treeOf(1);
    tree.apply({ type: 'step-started', id: 's0', title: 'stack-0' });
    tree.apply({ type: 'step-finished', id: 'unheard-of', status: 'done', durationMs: 1 });
    expect(tree.list()).toHaveLength(1);
  });

  it('does not let a late word hide how a step ended', () => {
    const tree = treeOf(1);
    tree.apply({ type: 'step-finished', id: 's0', status: 'done', message: '+27', durationMs: 10 });
    tree.apply({ type: 'step-progress', id: 's0', message: 'late' });
    expect(treeLines(tree, frame)[0]).toBe('✔ stack-0  +27  10 ms');
  });

  it('draws nothing before the first step', () => {
    expect(treeLines(new TaskTree(), frame)).toEqual([]);
  });
});
