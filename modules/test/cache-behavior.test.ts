import { describe, expect, it } from '@jest/globals';
import { type CachedOrigin, cacheBehaviors } from '../cache-behavior.js';

const site: CachedOrigin = { name: 'site', kind: 'site' };
const films: CachedOrigin = { name: 'films', kind: 'origin' };
const trailers: CachedOrigin = { name: 'trailers', kind: 'origin' };

function behaviorsOf(origins: CachedOrigin[], signedPaths: string[] = []) {
  return cacheBehaviors({
    origins,
    signedPaths,
    keyGroupId: 'signers',
    mediaCachePolicyId: 'media-cache',
    responseHeadersPolicyId: 'headers',
    siteFunctionArn: 'routing',
  });
}

describe('cacheBehaviors', () => {
  it('answers from the site by default, whatever the order of buckets', () => {
    expect(behaviorsOf([films, site]).byDefault.targetOriginId).toBe('site');
  });

  it('reaches each origin below its own name', () => {
    const { ordered } = behaviorsOf([site, films, trailers]);
    expect(ordered.map(({ pathPattern, targetOriginId }) => [pathPattern, targetOriginId])).toEqual([
      ['/films/*', 'films'],
      ['/trailers/*', 'trailers'],
    ]);
  });

  it('lets no general path pass before a signed one', () => {
    const { ordered } = behaviorsOf([site, films], ['/films/a/*', '/films/a/secret/*']);
    expect(ordered.map(({ pathPattern, trustedKeyGroups }) => [pathPattern, trustedKeyGroups])).toEqual([
      ['/films/a/secret/*', ['signers']],
      ['/films/a/*', ['signers']],
      ['/films/*', undefined],
    ]);
  });

  it('signs a whole origin, without an unsigned way in', () => {
    const { ordered } = behaviorsOf([site, films], ['/films/*']);
    expect(ordered).toHaveLength(1);
    expect(ordered[0]?.trustedKeyGroups).toEqual(['signers']);
  });

  it('routes addresses of sites only', () => {
    const { byDefault, ordered } = behaviorsOf([site, films]);
    expect(byDefault.functionAssociation).toEqual([{ eventType: 'viewer-request', functionArn: 'routing' }]);
    expect(ordered[0]?.functionAssociation).toBeUndefined();
    expect(ordered[0]?.cachePolicyId).toBe('media-cache');
  });

  it('refuses to serve nothing', () => {
    expect(() => behaviorsOf([])).toThrow('at least one origin');
  });
});
