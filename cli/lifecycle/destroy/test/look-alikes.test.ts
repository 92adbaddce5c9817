import { describe, expect, it } from '@jest/globals';
import type { AwsCalls } from '../../../../resources/aws-calls.js';
import type { Session } from '../../../session/open/session.js';
import { findLookAlikes } from '../look-alikes.js';

const tags = { 'backlot:platform': 'p', 'backlot:environment': 'dev', 'backlot:stack': 'media' };
const list = (map: object) => Object.entries(map).map(([Key, Value]) => ({ Key, Value }));

/** Looks among zones of these ids, names and tags, where the state has `Z-ours` of `media.example`. */
function look(zones: Readonly<Record<string, [name: string, tags: object]>>) {
  const attributes = { id: 'Z-ours', name: 'media.example', tags_all: tags };
  const resource = { mode: 'managed', type: 'aws_route53_zone', name: 'zone', instances: [{ attributes }] };
  const session = {
    cloud: { objects: { read: async () => ({ body: JSON.stringify({ resources: [resource] }) }) } },
    stacks: [{ state: { bucket: 'states', key: 'dev/media.tfstate' } }],
  } as unknown as Session;
  const calls = {
    ask: async (operation: string, { ResourceId }: { ResourceId: string }) =>
      operation === 'route53:ListHostedZones'
        ? { HostedZones: Object.entries(zones).map(([id, [Name]]) => ({ Id: `/hostedzone/${id}`, Name: `${Name}.` })) }
        : { ResourceTagSet: { Tags: list(zones[ResourceId]?.[1] ?? {}) } },
  } as unknown as AwsCalls;
  return findLookAlikes(session, calls);
}

describe('zones that look like ours', () => {
  it('have the same name, and no tags or ours', async () => {
    const found = await look({
      'Z-ours': ['media.example', tags],
      'Z-cut-off': ['media.example', {}],
      'Z-forgotten': ['media.example', tags],
      'Z-theirs': ['media.example', { owner: 'somebody' }],
      'Z-other': ['other.example', {}],
    });
    expect(found).toEqual([
      { id: 'Z-cut-off', name: 'media.example', reason: 'it carries no tags' },
      { id: 'Z-forgotten', name: 'media.example', reason: 'it carries our tags, and is in no state' },
    ]);
  });
});
