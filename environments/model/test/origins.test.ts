import { describe, expect, it } from '@jest/globals';
import { explain, renderResolved } from '../index.js';
import { LEAST, load } from './files.js';

const FILES = {
  'base.yaml': `${LEAST}tags:\n  "team.name": films\nregistry:\n  keepImages: 7\n`,
  'test.yaml': 'extends: base\nnetwork:\n  interfaceEndpoints: [sts, kms]\n  flowLogs: {}\nregistry: {}\n',
};

describe('origins', () => {
  it('name the file and place of an inherited value', async () => {
    const { origins } = await load(FILES);
    expect(origins.get('registry.keepImages')).toEqual({
      file: 'environments/base.yaml',
      line: 8,
      column: 15,
      kind: 'file',
    });
  });

  it('name each item of a list', async () => {
    const { origins } = await load(FILES);
    expect(origins.get('network.interfaceEndpoints.1')).toMatchObject({ line: 3, column: 29, kind: 'file' });
  });

  it('say of a default where it would be written', async () => {
    const { origins } = await load(FILES);
    expect(origins.get('network.flowLogs.retention')).toEqual({
      file: 'environments/test.yaml',
      line: 4,
      column: 3,
      kind: 'default',
    });
    expect(origins.get('production')).toMatchObject({ file: 'environments/test.yaml', line: 1, kind: 'default' });
  });

  it('bracket keys that hold a dot', async () => {
    const { origins } = await load(FILES);
    expect(origins.get('tags["team.name"]')).toMatchObject({ line: 6, kind: 'file' });
  });
});

describe('explain', () => {
  it('lists every leaf once, with its value', async () => {
    const loaded = await load(FILES);
    const explained = explain(loaded);
    expect(new Set(explained.map(({ path }) => path)).size).toBe(loaded.origins.size);
    expect(explained).toContainEqual(expect.objectContaining({ path: 'registry.keepImages', value: 7 }));
    expect(explained).toContainEqual(expect.objectContaining({ path: 'registry.repositories', value: [] }));
  });
});

describe('renderResolved', () => {
  it('loads to the same environment again', async () => {
    const loaded = await load(FILES);
    const again = await load({ 'test.yaml': renderResolved(loaded) });
    expect(again.environment).toEqual(loaded.environment);
    expect([...again.origins.values()].every(({ kind }) => kind === 'file')).toBe(true);
  });

  it('keeps text in quotes that would else be a number', async () => {
    expect(renderResolved(await load(FILES))).toContain('accountId: "123456789012"');
  });
});
