import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listEnvironments, loadEnvironment } from '../index.js';
import { errorOf, LEAST, withFiles } from './files.js';

describe('listEnvironments', () => {
  it('lists files directly in the folder, without base, drafts and blueprints', async () => {
    const files = { 'prod.yaml': '', 'base.yaml': '', '_draft.yaml': '', 'dev.yaml': '', 'blueprints/shop.yaml': '' };
    expect(await withFiles(files, (root) => listEnvironments({ root }))).toEqual(['dev', 'prod']);
  });

  it('leaves out what editors keep beside a file, folders, and links to nothing', async () => {
    await withFiles({ 'local.yaml': LEAST, '.local.yaml.swp': 'x', '.hidden.yaml': 'x' }, async (root) => {
      const folder = join(root, 'environments');
      await symlink('somebody@host.4711', join(folder, '.#local.yaml'));
      await symlink('nothing.yaml', join(folder, 'gone.yaml'));
      await mkdir(join(folder, 'folder.yaml'));
      await writeFile(join(folder, 'local.yaml~'), 'x');
      expect(await listEnvironments({ root })).toEqual(['local']);
      await expect(loadEnvironment('local', { root })).resolves.toBeDefined();
    });
  });

  it('takes a link for the file that it leads to', async () => {
    await withFiles({ 'kept/prod.yaml': LEAST }, async (root) => {
      await symlink('kept/prod.yaml', join(root, 'environments', 'prod.yaml'));
      expect(await listEnvironments({ root })).toEqual(['prod']);
    });
  });

  it('finds the folder from below the root', async () => {
    expect(await listEnvironments()).toContain('prod');
  });
});

describe('an environment that is not there', () => {
  it.each([
    ['local.yaml', "write 'local': an environment is named without folder and ending"],
    ['environments/local.yaml', "write 'local': an environment is named without folder and ending"],
    ['./environments/local', "write 'local': an environment is named without folder and ending"],
    ['/srv/films/environments/local.yml', "write 'local': an environment is named without folder and ending"],
    ['locla', "did you mean 'local'?"],
    ['stage', 'rename environments/stage.yml to stage.yaml'],
    ['stage.yml', 'rename environments/stage.yml to stage.yaml'],
    ['folder', 'environments/folder.yaml is a folder'],
    ['gone', 'environments/gone.yaml is a link to nothing'],
  ])('is asked for as %s: what was meant is said', async (name, hint) => {
    await withFiles({ 'local.yaml': LEAST, 'stage.yml': LEAST }, async (root) => {
      await mkdir(join(root, 'environments', 'folder.yaml'));
      await symlink('nothing.yaml', join(root, 'environments', 'gone.yaml'));
      const error = await errorOf(loadEnvironment(name, { root }));
      expect(error.code).toBe('UnknownEnvironment');
      expect(error.message).toContain(`there is no environment '${name}'; ${hint}`);
    });
  });

  it('is extended with a folder or the wrong ending: what was meant is said', async () => {
    const files = { 'bases/eu.yaml': LEAST, 'test.yaml': 'extends: [environments/bases/eu.yml]\n' };
    const error = await withFiles(files, (root) => errorOf(loadEnvironment('test', { root })));
    expect(error.message).toContain("write 'bases/eu': names stand without folder and ending");
  });
});
