import { describe, expect, it } from '@jest/globals';
import { attributeDiff } from '../attribute-diff.js';

describe('the attributes of a change', () => {
  it('are named by their paths, deep into lists and maps', () => {
    const diff = attributeDiff({
      before: { tags: { owner: 'a', 'a/b': '1' }, rule: [{ on: true }, { on: true }], same: 1 },
      after: { tags: { owner: 'b', 'a/b': '2' }, rule: [{ on: true }, { on: false }], same: 1 },
    });
    expect(diff.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['tags.owner', 'a', 'b'],
      ['tags["a/b"]', '1', '2'],
      ['rule[1].on', true, false],
    ]);
  });

  it('withhold both values where either is sensitive, and still say that they differ', () => {
    const diff = attributeDiff({
      before: { password: 'old', user: 'x' },
      after: { password: 'new', user: 'x' },
      before_sensitive: { password: true },
      after_sensitive: {},
    });
    expect(diff).toEqual([{ path: 'password', unknown: false, sensitive: true, forcesReplacement: false }]);
    expect(JSON.stringify(diff)).not.toMatch(/old|new/);
  });

  it('withhold everything of a block that is sensitive as a whole', () => {
    const change = {
      before: { a: { b: 's1' } },
      after: { a: { b: 's2' } },
      after_sensitive: { a: true },
    };
    expect(attributeDiff(change).map(({ path, sensitive }) => [path, sensitive])).toEqual([['a', true]]);
  });

  it('tell what is only known after the apply and what forces a replacement', () => {
    const diff = attributeDiff({
      before: { cidr: '10.0.0.0/16', id: 'vpc-1' },
      after: { cidr: '10.1.0.0/16' },
      after_unknown: { id: true },
      replace_paths: [['cidr']],
    });
    expect(diff.map(({ path, unknown, forcesReplacement }) => [path, unknown, forcesReplacement])).toEqual([
      ['cidr', false, true],
      ['id', true, false],
    ]);
  });

  it('do not repeat tags as tags_all where both say the same', () => {
    const diff = attributeDiff({
      before: { tags: { a: '1', o: 'theirs' }, tags_all: { a: '1', d: 'x', o: 'theirs' } },
      after: { tags: { a: '2' }, tags_all: { a: '2', d: 'y', o: 'ours' } },
    });
    expect(diff.map(({ path }) => path)).toEqual(['tags.a', 'tags.o', 'tags_all.d', 'tags_all.o']);
  });
});
