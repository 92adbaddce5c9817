import { describe, expect, it } from '@jest/globals';
import type { ResourceChangeJson } from '../../../adapters/terraform/index.js';
import { countChanges, planChanges } from '../plan-changes.js';

function resource(address: string, change: ResourceChangeJson['change'], more = {}): ResourceChangeJson {
  return { address, type: address.split('.')[0] ?? '', mode: 'managed', change, ...more };
}

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
