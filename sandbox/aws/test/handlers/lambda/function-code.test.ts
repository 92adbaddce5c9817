import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeMembers } from '../../../handlers/lambda/function-code.js';

describe('codeMembers', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'function-code-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('uploads the bytes of a file, named from where Terraform runs', async () => {
    await writeFile(join(folder, 'code.zip'), Uint8Array.of(1, 2, 3));
    expect([...codeMembers({ filename: 'code.zip' }, folder).ZipFile]).toEqual([1, 2, 3]);
  });

  it('names an object without empty members', () => {
    const state = { filename: null, s3_bucket: 'code', s3_key: 'a.zip', s3_object_version: null };
    expect(codeMembers(state, folder)).toEqual({ S3Bucket: 'code', S3Key: 'a.zip' });
  });

  it('says which file cannot be read', () => {
    const filename = join(folder, 'missing.zip');
    expect(() => codeMembers({ filename }, '/')).toThrow(`filename: ${filename} cannot be read (ENOENT)`);
  });
});
