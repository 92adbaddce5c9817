import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { outputSchemas } from '../generate-output-schemas.js';
import { SharedTypes } from '../shared-types.js';

describe('the schemas of what commands print', () => {
  it('are what the types say: else run `npm run generate`', () => {
    const folder = join(import.meta.dirname, '..', '..', 'cli', 'schemas');
    const written = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    const made = outputSchemas();
    expect([...written.keys()].sort()).toEqual([...made.keys()].sort());
    for (const [file, text] of made) expect([file, written.get(file)]).toEqual([file, text]);
  }, 300_000);
});

describe('types that schemas share', () => {
  const dog = { type: 'object', properties: { name: { $ref: '#/definitions/Name' } } };

  it('are pointed to by name', () => {
    const shared = new SharedTypes([{ Dog: dog, Name: { type: 'string' } }]);
    expect(shared.pointTo('all.json', { $ref: '#/definitions/Dog' }, {})).toEqual({
      $ref: 'all.json#/definitions/Dog',
    });
    expect(shared.definitions()).toEqual({ Dog: dog, Name: { type: 'string' } });
  });

  it('are written out where another has the same name, each as its own', () => {
    const one = { Dog: dog, Name: { type: 'string' } };
    const other = { Cat: { items: { $ref: '#/definitions/Name' } }, Name: { type: 'number' } };
    const shared = new SharedTypes([one, other]);
    expect(shared.definitions()).toEqual({
      Cat: { items: { type: 'number' } },
      Dog: { type: 'object', properties: { name: { type: 'string' } } },
    });
    expect(shared.pointTo('all.json', { $ref: '#/definitions/Name' }, one)).toEqual({ type: 'string' });
  });

  it('are written out where the generator has no name that stays', () => {
    const name = 'Part<def-interface-43904956-1820-47602130099745[]>';
    const shared = new SharedTypes([{ [name]: { type: 'array' } }]);
    const reference = { $ref: `#/definitions/${encodeURIComponent(name)}`, description: 'which' };
    expect(shared.pointTo('all.json', reference, { [name]: { type: 'array' } })).toEqual({
      type: 'array',
      description: 'which',
    });
    expect(shared.definitions()).toEqual({});
  });
});
