import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import type { ConditionalObjects } from '../../../adapters/aws/index.js';
import { MemoryCluster, type Recorded } from '../../canary/test/memory-cluster.js';
import { namedImage, refersTo } from '../image-reference-text.js';
import { runningImages } from '../running-images.js';
import { sourceHealth } from '../source-health.js';

const environment = {
  ...{ id: 'local', platform: 'movies', aws: { accountId: '000000000000', region: 'eu-central-1' } },
  ...{ cluster: { namespace: 'streaming' }, services: { api: {} } },
} as unknown as Environment;

/** A bucket that holds nothing: no release was ever recorded. */
const empty = {
  objects: { keys: async () => [], read: async () => undefined } as unknown as ConditionalObjects,
  signing: undefined,
};

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

async function look(recorded: Recorded) {
  return runningImages(environment, empty, async () => MemoryCluster.of(recorded));
}

describe('what a cluster shows of an image', () => {
  it('is healthy when its canary was promoted and it serves', async () => {
    const running = await look('healthy');
    expect(running.images).toEqual([{ service: 'api', image: 'api:6.0.0', where: 'stable' }]);
    const image = { service: 'api', repository: 'api', digest, tags: ['6.0.0'] };
    expect(await sourceHealth(environment, empty, image, running)).toMatchObject({ state: 'healthy' });
    const unknown = { ...image, tags: ['5.0.0'] };
    expect(await sourceHealth(environment, empty, unknown, running)).toMatchObject({ state: 'unproven' });
  });

  it.each([
    ['progressing', 'unproven'],
    ['held', 'unproven'],
    ['aborted', 'bad'],
  ] as const)('is %s: %s', async (recorded, state) => {
    const running = await look(recorded);
    const canary = running.images.find(({ where }) => where.startsWith('canary'));
    const tag = canary?.image.split(':')[1] ?? '';
    const image = { service: 'api', repository: 'api', digest, tags: [tag] };
    const health = await sourceHealth(environment, empty, image, running);
    expect(health).toMatchObject({ state, reason: expect.stringContaining("its canary in 'local' is") });
  });

  it('is not known when nobody answers, and that is said', async () => {
    const running = await runningImages(environment, empty, async () => {
      throw new Error('connection refused');
    });
    expect(running).toMatchObject({ images: [], unknown: ['the cluster: connection refused'] });
  });
});

describe('references to images', () => {
  const image = { repository: 'registry.example/api', digest, tags: ['1.0.0', 'stable'] };

  it.each([
    ['registry.example/api:1.0.0', true],
    [`registry.example/api:9.9.9@${digest}`, true],
    [`registry.example/api:1.0.0@${other}`, false],
    ['registry.example/other:1.0.0', false],
    ['registry.example/api:2.0.0', false],
  ])('%s means it: %s', (reference, means) => {
    expect(refersTo(reference, image)).toBe(means);
  });

  it.each([
    ['api', { service: 'api' }],
    ['api:1.0.0', { service: 'api', tag: '1.0.0' }],
    [`api@${digest}`, { service: 'api', digest }],
    [`api:1.0.0@${digest}`, { service: 'api', tag: '1.0.0', digest }],
  ])('%s is read', (text, named) => {
    expect(namedImage(text)).toEqual(named);
  });

  it.each(['', 'api:', 'api@sha256:1', 'registry.example/api:1', 'API'])("'%s' is refused", (text) => {
    expect(() => namedImage(text)).toThrow(expect.objectContaining({ code: 'InvalidImage', exitCode: 3 }));
  });
});
