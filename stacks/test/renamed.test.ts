import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const SECTIONS = {
  data: { postgres: { main: { readReplicas: 1, proxy: true } }, redis: { cache: {} } },
  media: { buckets: { uploads: { kind: 'uploads' }, posters: { kind: 'origin' } } },
  secrets: { 'api-key': { description: 'Opens the API' } },
};
const RENAMED = {
  data: {
    postgres: { films: { readReplicas: 1, proxy: true, renamedFrom: 'main' } },
    redis: { sessions: { renamedFrom: 'cache' } },
  },
  media: { buckets: { uploads: { kind: 'uploads' }, covers: { kind: 'origin', renamedFrom: 'posters' } } },
  secrets: { 'service-key': { description: 'Opens the API', renamedFrom: 'api-key' } },
};

function made(sections: object, needs: readonly string[]) {
  const stacks = synthesize(fullEnvironment({ services: { api: { needs } }, messaging: undefined, ...sections }));
  return ['data', 'media', 'secrets'].map((id) => (stacks[id] as SynthesizedStack).json);
}

describe('what has another name in the file', () => {
  const before = made(SECTIONS, ['main', 'cache', 'posters:read', 'api-key']);
  const after = made(RENAMED, ['films', 'sessions', 'covers:read', 'service-key']);

  it('is the same resources, with the same names in AWS', () => {
    expect(after.map(({ resource }) => resource)).toEqual(before.map(({ resource }) => resource));
  });

  it('is told by its name of today', () => {
    const outputs = after.flatMap(({ output = {} }) => Object.keys(output));
    const told = outputs.filter((name) => /^(postgres|redis|bucket)_/.test(name));
    expect(told).toEqual(
      expect.arrayContaining(['postgres_films_identifier', 'redis_sessions_primary_endpoint', 'bucket_covers']),
    );
    expect(told.filter((name) => /main|cache|posters/.test(name))).toEqual([]);
  });
});
