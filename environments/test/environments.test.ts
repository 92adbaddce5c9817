import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { listFiles } from '../model/find-environments.js';
import { explain, listEnvironments, loadEnvironment } from '../model/index.js';
import { RULES } from '../model/rules/index.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'environments');
const ids = await listEnvironments({ root });
const files = await listFiles(folder);

describe('the environments of this project', () => {
  it('are local, dev, staging and prod', () => {
    expect(ids).toEqual(['dev', 'local', 'prod', 'staging']);
  });

  it.each(ids)('%s loads, made of base, its blueprint and its own file', async (id) => {
    const { files, environment } = await loadEnvironment(id, { root });
    expect(files).toEqual([
      'environments/base.yaml',
      'environments/blueprints/movie-store.yaml',
      `environments/${id}.yaml`,
    ]);
    expect(environment.id).toBe(id);
    expect(Object.keys(environment.services)).toEqual(['api', 'processor']);
  });

  it.each(ids)('%s breaks no rule', async (id) => {
    const { environment } = await loadEnvironment(id, { root });
    expect(Object.values(RULES).flatMap((rule) => rule(environment))).toEqual([]);
  });

  it.each(ids)('%s has an origin for every value', async (id) => {
    const loaded = await loadEnvironment(id, { root });
    expect(explain(loaded)).toHaveLength(loaded.origins.size);
  });

  it('runs local in the sandbox and nothing else', async () => {
    const targets = await Promise.all(ids.map(async (id) => (await loadEnvironment(id, { root })).environment.target));
    expect(targets).toEqual(ids.map((id) => (id === 'local' ? 'sandbox' : 'aws')));
  });

  it('has as many kinds of resources in local as in prod', async () => {
    const [local, prod] = await Promise.all(['local', 'prod'].map((id) => loadEnvironment(id, { root })));
    const kinds = (loaded: typeof local) => Object.keys(loaded?.environment ?? {}).sort();
    expect(kinds(local)).toEqual(kinds(prod));
  });

  it('keeps the networks of environments apart, so that they can be peered', async () => {
    const cidrs = await Promise.all(
      ids.map(async (id) => (await loadEnvironment(id, { root })).environment.network.cidr),
    );
    expect(new Set(cidrs).size).toBe(ids.length);
  });
});

describe('every YAML file of this project', () => {
  const schema = readFile(join(folder, 'environment.schema.json'), 'utf8').then(JSON.parse);

  it.each(files)('%s fits the JSON Schema that its first line names', async (name) => {
    const text = await readFile(join(folder, `${name}.yaml`), 'utf8');
    const up = '../'.repeat(name.split('/').length - 1) || './';
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${up}environment.schema.json`);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.validate(await schema, parse(text));
    expect(ajv.errors).toBeNull();
  });

  it.each(files)('%s holds no private key', async (name) => {
    expect(await readFile(join(folder, `${name}.yaml`), 'utf8')).not.toContain('PRIVATE KEY');
  });
});
