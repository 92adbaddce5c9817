import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withFileLock } from '../file-lock.js';
import { ensureFolder } from '../private-folder.js';

const NOBODY = 65_534;
/** Only root can give files away. */
const asRoot = process.geteuid?.() === 0 ? it : it.skip;

let shared: string;
beforeEach(async () => {
  shared = await mkdtemp(join(tmpdir(), 'backlot-shared-'));
  await chmod(shared, 0o1777);
});
afterEach(() => rm(shared, { recursive: true, force: true }));

describe('a folder of the platform', () => {
  it('is only this user’s, also where all may write', async () => {
    const folder = join(shared, 'state', 'sandbox');
    await ensureFolder(folder);
    for (const path of [folder, join(shared, 'state')]) expect((await stat(path)).mode & 0o777).toBe(0o700);
    await ensureFolder(folder);
  });

  asRoot('is refused where another user made it, or one above, in a place that all share', async () => {
    const planted = join(shared, 'state');
    await mkdir(planted, { mode: 0o777 });
    await chown(planted, NOBODY, NOBODY);
    const refused = { code: 'FolderOfAnother', exitCode: 3, details: { planted } };
    await expect(ensureFolder(planted)).rejects.toMatchObject(refused);
    await expect(ensureFolder(join(planted, 'sandbox', 'aws'))).rejects.toMatchObject(refused);
    const work = async () => 'done';
    await expect(withFileLock(join(planted, 'lock'), { subject: 'x' }, work)).rejects.toMatchObject(refused);
  });

  asRoot('is refused where another user put a link, whoever has what it leads to', async () => {
    const own = join(shared, 'own');
    await mkdir(own);
    const planted = join(shared, 'state');
    await symlink(own, planted);
    const { lchown } = await import('node:fs/promises');
    await lchown(planted, NOBODY, NOBODY);
    await expect(ensureFolder(join(planted, 'sandbox'))).rejects.toMatchObject({ code: 'FolderOfAnother' });
  });

  asRoot('may be another user’s where only they may write: root works for them', async () => {
    const home = join(shared, 'home');
    await mkdir(home, { mode: 0o755 });
    await mkdir(join(home, 'state'));
    await chown(join(home, 'state'), NOBODY, NOBODY);
    await ensureFolder(join(home, 'state', 'sandbox'));
  });
});
