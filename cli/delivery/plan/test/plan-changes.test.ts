import { describe, expect, it } from '@jest/globals';
import type { ResourceChangeJson } from '../../../adapters/terraform/index.js';
import { attributeDiff } from '../../../kernel/diff/attribute-diff.js';
import { countChanges, planChanges } from '../plan-changes.js';

function resource(address: string, change: ResourceChangeJson['change'], more = {}): ResourceChangeJson {
  return { address, type: address.split('.')[0] ?? '', mode: 'managed', change, ...more };
}

describe('the attributes of a change', () => {
  it('are named by their paths, deep into lists and maps', () => {
    const diff = attributeDiff({
      actions: ['update'],
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
      actions: ['update'],
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
      actions: ['update'],
      before: { a: { b: 's1' } },
      after: { a: { b: 's2' } },
      after_sensitive: { a: true },
    };
    expect(attributeDiff(change).map(({ path, sensitive }) => [path, sensitive])).toEqual([['a', true]]);
  });

  it('tell what is only known after the apply and what forces a replacement', () => {
    const diff = attributeDiff({
      actions: ['delete', 'create'],
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
      actions: ['update'],
      before: { tags: { a: '1', o: 'theirs' }, tags_all: { a: '1', d: 'x', o: 'theirs' } },
      after: { tags: { a: '2' }, tags_all: { a: '2', d: 'y', o: 'ours' } },
    });
    expect(diff.map(({ path }) => path)).toEqual(['tags.a', 'tags.o', 'tags_all.d', 'tags_all.o']);
  });
});

describe('a plan', () => {
  it('counts a replacement once, whichever way round', () => {
    const { changes } = planChanges({
      resource_changes: [
        resource('a.create', { actions: ['create'] }),
        resource('a.update', { actions: ['update'] }),
        resource('a.down', { actions: ['delete', 'create'] }),
        resource('a.up', { actions: ['create', 'delete'] }, { action_reason: 'replace_because_tainted' }),
        resource('a.gone', { actions: ['delete'] }),
        resource('a.same', { actions: ['no-op'] }),
        resource('a.read', { actions: ['read'] }, { mode: 'data' }),
        resource('a.moved', { actions: ['no-op'] }, { previous_address: 'a.old' }),
      ],
    });
    expect(countChanges(changes)).toEqual({ add: 1, change: 1, replace: 2, destroy: 1 });
    expect(changes.map(({ action }) => action)).toEqual(['create', 'update', 'replace', 'replace', 'delete', 'move']);
    expect(changes[3]?.reason).toBe('an earlier apply left it half made');
  });

  it('calls drift what it sets right, and nothing else', () => {
    const back = {
      actions: ['update'],
      before: { tags: { owner: 'intruder' }, count: 2 },
      after: { tags: { owner: 'us' }, count: 2 },
    };
    const { drift } = planChanges({
      resource_changes: [
        resource('a.tagged', back),
        resource('a.lost', { actions: ['create'] }),
        resource('a.news', { actions: ['no-op'] }),
      ],
      resource_drift: [
        resource('a.tagged', {
          actions: ['update'],
          before: { tags: { owner: 'us' }, count: 1 },
          after: { tags: { owner: 'intruder' }, count: 2 },
        }),
        resource('a.lost', { actions: ['delete'] }),
        resource('a.news', { actions: ['update'], before: { attachments: 0 }, after: { attachments: 1 } }),
      ],
    });
    expect(
      drift.map(({ address, action, attributes }) => [
        address,
        action,
        attributes.map((each) => [each.path, each.before, each.after]),
      ]),
    ).toEqual([
      ['a.tagged', 'update', [['tags.owner', 'us', 'intruder']]],
      ['a.lost', 'delete', []],
    ]);
  });

  it('shows outputs without the values of sensitive ones', () => {
    const { outputs } = planChanges({
      output_changes: {
        token: { actions: ['update'], before: 'old', after: 'new', after_sensitive: true },
        url: { actions: ['update'], before: 'a', after_unknown: true },
        same: { actions: ['no-op'], before: 'a', after: 'a' },
      },
    });
    expect(outputs).toEqual([
      { name: 'token', action: 'update', unknown: false, sensitive: true },
      { name: 'url', action: 'update', unknown: true, sensitive: false, before: 'a' },
    ]);
  });
});
