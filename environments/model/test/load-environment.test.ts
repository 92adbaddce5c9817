import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../index.js';
import { errorOf, LEAST, load, withFiles } from './files.js';

describe('loadEnvironment', () => {
  it('fills in every default', async () => {
    const { environment } = await load({ 'test.yaml': LEAST });
    expect(environment.id).toBe('test');
    expect(environment.network.natGateways).toBe('per-zone');
    expect(environment.foundation.keyDeletionWindow).toBe('30d');
    expect(environment.data).toBeUndefined();
  });

  it('takes an empty map as a section that is all defaults', async () => {
    const { environment } = await load({ 'test.yaml': `${LEAST}registry: {}\n` });
    expect(environment.registry?.keepImages).toBe(50);
  });

  it('lets later bases win over earlier ones, and the file over all', async () => {
    const { environment, files } = await load({
      'one.yaml': `${LEAST}tags: { a: one, b: one, c: one }\n`,
      'two.yaml': 'tags: { b: two, c: two }\n',
      'test.yaml': 'extends: [one, two]\ntags: { c: test }\n',
    });
    expect(environment.tags).toEqual({ a: 'one', b: 'two', c: 'test' });
    expect(files).toEqual(['environments/one.yaml', 'environments/two.yaml', 'environments/test.yaml']);
  });

  it('reads a base once that is reached on two ways, and does not take it for a circle', async () => {
    const { files } = await load({
      'base.yaml': LEAST,
      'left.yaml': 'extends: base\n',
      'right.yaml': 'extends: base\n',
      'test.yaml': 'extends: [left, right]\n',
    });
    expect(files.map((file) => file.split('/')[1])).toEqual(['base.yaml', 'left.yaml', 'right.yaml', 'test.yaml']);
  });

  it('accepts the ending and a leading ./ in extends', async () => {
    const { files } = await load({ 'base.yaml': LEAST, 'test.yaml': 'extends: ./base.yaml\n' });
    expect(files).toHaveLength(2);
  });

  it('removes with null what any base says, also when the base comes first', async () => {
    const { environment } = await load({
      'base.yaml': `${LEAST}registry: {}\nalerting: {}\n`,
      'slim.yaml': 'registry: null\n',
      'test.yaml': 'extends: [base, slim]\nalerting: ~\n',
    });
    expect([environment.registry, environment.alerting]).toEqual([undefined, undefined]);
  });

  it('lets null stand for an optional section that nothing inherits', async () => {
    const { environment } = await load({ 'test.yaml': `${LEAST}cluster: null\n` });
    expect(environment.cluster).toBeUndefined();
  });

  it('gives a removed section back to a file that declares it anew, without what it had', async () => {
    const { environment } = await load({
      'base.yaml': `${LEAST}registry: { keepImages: 7 }\n`,
      'slim.yaml': 'extends: base\nregistry: null\n',
      'test.yaml': 'extends: slim\nregistry: { expireUntagged: 3d }\n',
    });
    expect(environment.registry).toMatchObject({ keepImages: 50, expireUntagged: '3d' });
  });

  it('follows aliases within a file', async () => {
    const { environment, origins } = await load({
      'test.yaml': `${LEAST}tags:\n  one: &value shared\n  two: *value\n`,
    });
    expect(environment.tags).toEqual({ one: 'shared', two: 'shared' });
    expect(origins.get('tags.two')?.line).toBe(6);
  });

  it('ignores a byte order mark and Windows line ends', async () => {
    const { environment } = await load({ 'test.yaml': `\uFEFF${LEAST.replaceAll('\n', '\r\n')}` });
    expect(environment.network.cidr).toBe('10.20.0.0/16');
  });

  it('names the nearest environment for one that does not exist', async () => {
    const error = await withFiles({ 'prod.yaml': LEAST, 'dev.yaml': LEAST }, (root) =>
      errorOf(loadEnvironment('prd', { root })),
    );
    expect(error).toMatchObject({ code: 'UnknownEnvironment', exitCode: 3 });
    expect(error.message).toBe("there is no environment 'prd'; did you mean 'prod'? known: dev, prod");
  });

  it.each(['../secrets', 'base', '', '/etc/passwd'])('does not take %j for an environment', async (id) => {
    const error = await withFiles({ 'base.yaml': LEAST, 'prod.yaml': LEAST }, (root) =>
      errorOf(loadEnvironment(id, { root })),
    );
    expect(error.code).toBe('UnknownEnvironment');
  });

  it('says where it looked when there is no folder environments', async () => {
    const error = await errorOf(loadEnvironment('prod', { root: import.meta.dirname }));
    expect(error).toMatchObject({ code: 'NoEnvironments', exitCode: 3 });
    expect(error.message).toContain(import.meta.dirname);
  });

  it('refuses a file that is too large to be meant', async () => {
    const error = await errorOf(load({ 'test.yaml': `${LEAST}# ${'x'.repeat(600_000)}\n` }));
    expect(error.message).toContain('an environment file may have 524288');
  });

  it('does not judge what is absent while a file cannot be read', async () => {
    const error = await errorOf(load({ 'base.yaml': 'platform: "movies\n', 'test.yaml': 'extends: base\nownr: x\n' }));
    const problems = error.details.problems as { path: string }[];
    expect(problems.map(({ path }) => path)).toEqual(['', 'ownr']);
  });
});
