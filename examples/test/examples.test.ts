import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listEnvironments, loadEnvironment } from '../../environments/model/index.js';
import { buildApp } from '../../stacks/index.js';

interface Synthesized {
  readonly stacks: readonly string[];
  /** Arguments of the resources of a type, of all stacks. */
  ofType(type: string): readonly Record<string, unknown>[];
}

const projects = globSync('examples/**/environments').map(dirname).sort();

describe('examples', () => {
  let outdir: string;

  beforeAll(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'examples-'));
  });
  afterAll(() => rm(outdir, { recursive: true, force: true }));

  async function synthesized(project: string, name: string): Promise<Synthesized> {
    const { environment } = await loadEnvironment(name, { root: join('examples', project) });
    const app = buildApp(environment, { outdir: await mkdtemp(join(outdir, 'synth-')) });
    app.synth();
    const files = globSync('stacks/*/cdk.tf.json', { cwd: app.outdir }).sort();
    const stacks = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(app.outdir, file), 'utf8'))),
    );
    return {
      stacks: files.map((file) => file.split('/')[1] ?? ''),
      ofType: (type) => stacks.flatMap(({ resource }) => Object.values(resource[type] ?? {})) as never,
    };
  }

  it('are all listed in their README', () => {
    const readme = readFileSync('examples/README.md', 'utf8');
    const folders = new Set(projects.map((project) => project.split('/')[1] ?? ''));
    expect(folders.size).toBeGreaterThan(2);
    expect([...folders].filter((folder) => !readme.includes(`[\`${folder}\`]`))).toEqual([]);
  });

  it.each(projects)('%s synthesizes', async (project) => {
    const root = project.replace('examples/', '');
    const names = await listEnvironments({ root: project });
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect((await synthesized(root, name)).stacks).toContain('network');
  });

  it('smallest has a bucket, and no cluster and no database', async () => {
    const { stacks, ofType } = await synthesized('smallest', 'local');
    expect(stacks).toEqual(['foundation', 'media', 'network']);
    expect(ofType('aws_s3_bucket').map(({ bucket }) => bucket)).toContainEqual(expect.stringMatching(/uploads/));
  });

  it('two-environments share a file and differ where one says so', async () => {
    const caches = async (name: string) =>
      (await synthesized('two-environments', name)).ofType('aws_elasticache_replication_group');
    expect(await caches('dev')).toMatchObject([{ node_type: 'cache.t4g.micro', num_cache_clusters: 1 }]);
    expect(await caches('prod')).toMatchObject([{ node_type: 'cache.m7g.large', num_cache_clusters: 3 }]);
  });

  it('rename-a-database changes no argument of the database', async () => {
    const [before, after] = await Promise.all(
      ['before', 'after'].map(async (version) =>
        (await synthesized(`rename-a-database/${version}`, 'local')).ofType('aws_db_instance'),
      ),
    );
    expect(after).toEqual(before);
    expect(before).toMatchObject([{ identifier: expect.stringMatching(/-main$/) }]);
  });
});
