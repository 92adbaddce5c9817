import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { fileJsonSchema } from '../json-schema.js';

const schema = fileJsonSchema();
const accepts = (document: unknown) => new Ajv({ strict: false, validateFormats: false }).validate(schema, document);

describe('the JSON Schema of a file', () => {
  it('is committed as it would be generated now', async () => {
    const committed = await readFile(join(import.meta.dirname, '../../environment.schema.json'), 'utf8');
    expect(committed).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  it('is draft-7', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
  });

  it('asks for no key, since every one may be inherited', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ aws: { region: 'eu-west-1' }, data: { postgres: { main: {} } } })).toBe(true);
  });

  it.each(['base', ['base', 'blueprints/movie-store']])('takes %j in extends', (value) => {
    expect(accepts({ extends: value })).toBe(true);
  });

  it.each([
    { cluster: null },
    { network: { zones: null } },
    { messaging: { queues: { ingest: null } } },
    { target: null },
  ])('takes null in %j to remove what is inherited', (document) => {
    expect(accepts(document)).toBe(true);
  });

  it.each([
    { netwrok: {} },
    { network: { zones: 4 } },
    { target: 'azure' },
    { aws: { accountId: 123456789012 } },
    { services: { api: { needs: [null] } } },
    { cluster: { nodeGroups: { a: { taints: [{ key: 'a' }] } } } },
  ])('refuses %j', (document) => {
    expect(accepts(document)).toBe(false);
  });
});
