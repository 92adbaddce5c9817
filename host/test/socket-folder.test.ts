import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { socketFolder } from '../socket-folder.js';

describe('a folder for sockets', () => {
  let root: string;
  let long: string;
  const made: string[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join('/tmp', 'backlot-sockets-'));
    long = join(root, 'x'.repeat(90));
    await mkdir(long);
  });
  afterEach(async () => {
    for (const each of [root, ...made.splice(0)]) await rm(each, { recursive: true, force: true });
  });

  async function folder(candidates?: readonly string[]): Promise<string> {
    const found = await socketFolder('backlot-provider-', 'aws.sock', candidates);
    made.push(found);
    return found;
  }

  it('is where temporary files go, as long as a socket can be made there', async () => {
    expect(await folder([root, '/tmp'])).toMatch(new RegExp(`^${root}/backlot-provider-`));
  });

  it('is another one when paths get too long or the folder is missing, and takes a socket', async () => {
    const found = await folder([long, root]);
    expect(found).toMatch(new RegExp(`^${root}/backlot-provider-`));
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(join(found, 'aws.sock'), resolve);
    });
    expect(existsSync(join(found, 'aws.sock'))).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await folder([join(root, 'missing'), root])).toContain(`${root}/`);
  });

  it('that can be nowhere is an error with each folder and its reason', async () => {
    const nowhere = socketFolder('backlot-provider-', 'aws.sock', [long, join(root, 'missing')]);
    await expect(nowhere).rejects.toMatchObject({
      code: 'NoSocketFolder',
      message: expect.stringMatching(/would have \d+ bytes, 103 are allowed.*missing \(ENOENT\)/),
    });
  });
});
