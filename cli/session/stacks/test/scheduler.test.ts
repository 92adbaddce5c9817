import { describe, expect, it } from '@jest/globals';
import { type GraphNode, resolveParallelism, reversed, walkGraph } from '../scheduler.js';

const node = (id: string, ...dependsOn: string[]): GraphNode => ({ id, dependsOn });
const diamond = [node('a'), node('b', 'a'), node('c', 'a'), node('d', 'b', 'c')];
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a walk over a graph', () => {
  it('starts a node only after all that it depends on', async () => {
    const ended: string[] = [];
    await walkGraph(diamond, { parallelism: 4 }, async ({ id, dependsOn }) => {
      expect(dependsOn.every((each) => ended.includes(each))).toBe(true);
      await tick();
      ended.push(id);
      return 'ok';
    });
    expect(ended).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never runs more at once than it may', async () => {
    let running = 0;
    let most = 0;
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => node(id));
    await walkGraph(nodes, { parallelism: 2 }, async () => {
      most = Math.max(most, ++running);
      await tick();
      running -= 1;
      return 'ok';
    });
    expect(most).toBe(2);
  });

  it('gives back the dependants of what stopped, and runs its siblings', async () => {
    const started: string[] = [];
    const left = await walkGraph(diamond, { parallelism: 4 }, async ({ id }) => {
      started.push(id);
      return id === 'b' ? 'stopped' : 'ok';
    });
    expect(started).toEqual(['a', 'b', 'c']);
    expect(left).toEqual(['d']);
  });

  it('starts nothing new once it is stopped, and waits for what runs', async () => {
    const ended: string[] = [];
    const left = await walkGraph(diamond, { parallelism: 1, stopped: () => ended.length > 0 }, async ({ id }) => {
      await tick();
      ended.push(id);
      return 'ok';
    });
    expect([ended, left]).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('waits for the siblings of a node that throws', async () => {
    const ended: string[] = [];
    const work = async ({ id }: GraphNode) => {
      if (id === 'a') throw new Error('defect');
      await tick();
      ended.push(id);
      return 'ok' as const;
    };
    await expect(walkGraph([node('a'), node('b')], { parallelism: 2 }, work)).rejects.toThrow('defect');
    expect(ended).toEqual(['b']);
  });
});

describe('a graph turned round', () => {
  it('puts dependants first', () => {
    expect(reversed(diamond)).toEqual([node('d'), node('c', 'd'), node('b', 'd'), node('a', 'b', 'c')]);
  });
});

describe('the number of stacks at once', () => {
  it.each([0, 33, 1.5])('is refused when it is %p', (wish) => {
    expect(() => resolveParallelism(wish)).toThrow(`parallelism is ${wish}; it must be a whole number from 1 to 32`);
  });
});
