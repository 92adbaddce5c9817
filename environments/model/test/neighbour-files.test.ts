import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../index.js';
import { errorOf, LEAST, withFiles } from './files.js';

const OTHER_ACCOUNT = 'aws: { accountId: "210987654321" }\n';
const ACKNOWLEDGED = 'foundation: { neighbours: { movies-dev-eu: "there before names were compared" } }\n';

function loaded(files: Readonly<Record<string, string>>, id: string) {
  return withFiles({ 'base.yaml': LEAST, ...files }, (root) => loadEnvironment(id, { root }));
}
const own = (more = '') => `extends: base\n${more}`;

describe('environments of a folder whose names extend each other', () => {
  const both = { 'dev.yaml': own('tags: { a: b }\n'), 'dev-eu.yaml': own('aws: { accountId: "123456789012" }\n') };

  it('are refused from either side, with both places and what to do', async () => {
    const shorter = await errorOf(loaded(both, 'dev'));
    expect(shorter).toMatchObject({ code: 'InvalidEnvironment', exitCode: 3 });
    expect(shorter.message).toContain(
      "environments/base.yaml:3:19 aws.accountId: whoever may change 'movies-dev-…' may change 'movies-dev-eu-…', another environment: both are in account 123456789012 (environments/dev-eu.yaml:2)",
    );
    expect(shorter.message).toContain("write in environments/dev.yaml 'foundation: { neighbours: { movies-dev-eu:");
    const longer = await errorOf(loaded(both, 'dev-eu'));
    expect(longer.message).toContain(
      "environments/dev-eu.yaml:2:19 aws.accountId: whoever may change 'movies-dev-…', another environment, may change 'movies-dev-eu-…': both are in account 123456789012 (environments/dev.yaml, by environments/base.yaml:3)",
    );
    expect(longer.message).toContain("'backlot bootstrap dev'");
  });

  it('may be there where the file of the shorter name says why, and only there', async () => {
    const known = { ...both, 'dev.yaml': own(ACKNOWLEDGED) };
    expect((await loaded(known, 'dev')).environment.foundation.neighbours).toEqual({
      'movies-dev-eu': 'there before names were compared',
    });
    expect((await loaded(known, 'dev-eu')).environment.id).toBe('dev-eu');
    const inTheLonger = { ...both, 'dev-eu.yaml': own('foundation: { neighbours: { movies-dev: "x" } }\n') };
    expect((await errorOf(loaded(inTheLonger, 'dev-eu'))).code).toBe('InvalidEnvironment');
  });

  it('are fine in accounts of their own, in sandboxes, and where only letters are shared', async () => {
    const sandbox = 'target: sandbox\naws: { accountId: "000000000000" }\n';
    const files: Readonly<Record<string, string>>[] = [
      { 'dev.yaml': own(), 'dev-eu.yaml': own(OTHER_ACCOUNT) },
      { 'dev.yaml': own(sandbox), 'dev-eu.yaml': own(sandbox) },
      { 'dev.yaml': own(), 'devops.yaml': own() },
      { 'dev.yaml': own(), 'eu-dev.yaml': own() },
      { 'pr-1.yaml': own(), 'pr-12.yaml': own(), 'dev.yaml': own() },
      // Bases are no environments.
      { 'dev.yaml': own(), '_dev-eu.yaml': own(), 'dev-eu/x.yaml': own() },
    ];
    for (const each of files) expect((await loaded(each, 'dev')).environment.id).toBe('dev');
  });

  it('meet over platforms, too, as it is whole names that count', async () => {
    const longer = { 'dev.yaml': own(), 'eu.yaml': own('platform: movies-dev\n') };
    expect((await errorOf(loaded(longer, 'dev'))).message).toContain("may change 'movies-dev-eu-…'");
    const same = { 'dev-eu.yaml': own(), 'eu.yaml': own('platform: movies-dev\n') };
    const error = await errorOf(loaded(same, 'eu'));
    expect(error.message).toContain("'movies-dev-eu' begins the names of another environment, too");
    expect(error.message).toContain('give one of them another name or another account');
  });

  it('say nothing of a file that cannot be read: it is compared when it can', async () => {
    const broken = { 'dev.yaml': own(), 'dev-eu.yaml': 'platform: [\n' };
    expect((await loaded(broken, 'dev')).environment.id).toBe('dev');
  });

  it('are compared at no great cost', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`pr-${n + 1}.yaml`, own()]));
    await withFiles({ 'base.yaml': LEAST, ...many }, async (root) => {
      const began = performance.now();
      await loadEnvironment('pr-1', { root });
      expect(performance.now() - began).toBeLessThan(3_000);
    });
  });
});
