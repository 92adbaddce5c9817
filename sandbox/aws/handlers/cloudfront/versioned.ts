import type { Handler } from '../contract.js';

/**
 * What the small CloudFront resources have in common: one configuration under one id, replaced as a whole, and every
 * change and deletion names the version that it is based on.
 *
 * @param noun CloudFront's word for it in its operations: `CachePolicy`, whose configuration is a `CachePolicyConfig`.
 */
export function versioned(
  noun: string,
): Pick<Handler, 'service' | 'created' | 'key' | 'create' | 'read' | 'update' | 'delete' | 'recomputed'> {
  const config = `${noun}Config`;
  return {
    service: 'cloudfront',
    created: { id: `${noun}.Id` },
    key: { Id: '{id}' },
    create: { call: `Create${noun}`, at: config },
    read: [
      { call: `Get${noun}Config`, at: config },
      { call: `Get${noun}Config`, only: ['etag'] },
    ],
    update: [
      { call: `Update${noun}`, send: 'all', at: config, input: (_state, { prior }) => ({ IfMatch: prior.etag }) },
    ],
    delete: { call: `Delete${noun}`, input: { IfMatch: '{etag}' } },
    recomputed: ['etag'],
  };
}
