import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { locateTerraform, resolveTerraform } from '../resolve-terraform.js';
import { TemporaryMachine } from './temporary-machine.js';

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

const tofu = (version: string) => `echo "OpenTofu v${version}"; echo "on linux_amd64"`;
const terraform = (version: string) => `echo "Terraform v${version}"; echo "on linux_amd64"`;

describe('choosing what plans and applies', () => {
  it('prefers OpenTofu to Terraform', async () => {
    const path = await machine.install('tofu', tofu('1.11.2'));
    await machine.install('terraform', terraform('1.12.0'));
    expect(await resolveTerraform()).toEqual({ path, version: '1.11.2', source: 'path', flavor: 'tofu' });
  });

  it('takes Terraform when there is no OpenTofu, or only one that is too old', async () => {
    await machine.install('tofu', tofu('1.9.1'));
    const path = await machine.install('terraform', terraform('1.10.0'));
    expect(await resolveTerraform()).toEqual({ path, version: '1.10.0', source: 'path', flavor: 'terraform' });
  });

  it('passes over programs that do not run', async () => {
    await machine.install('tofu', 'echo broken >&2; exit 127');
    await machine.install('terraform', terraform('1.11.4'));
    expect(await resolveTerraform()).toMatchObject({ flavor: 'terraform' });
  });

  it('asks a program for its version once, and again when it has changed', async () => {
    const asked = join(machine.root, 'asked');
    const path = await machine.install('tofu', `echo x >> ${asked}; ${tofu('1.12.6')}`);
    await resolveTerraform();
    await resolveTerraform();
    expect(await readFile(asked, 'utf8')).toBe('x\n');
    await utimes(path, 1, 1);
    await resolveTerraform();
    expect(await readFile(asked, 'utf8')).toBe('x\nx\n');
  });

  it('obeys BACKLOT_TERRAFORM, by name or path, and finds out what it is', async () => {
    await machine.install('tofu', tofu('1.12.6'));
    const path = await machine.install('my-terraform', terraform('1.13.0'));
    const expected = { path, version: '1.13.0', source: 'override', flavor: 'terraform' };
    process.env.BACKLOT_TERRAFORM = 'my-terraform';
    expect(await resolveTerraform()).toEqual(expected);
    process.env.BACKLOT_TERRAFORM = path;
    expect(await locateTerraform()).toEqual(expected);
  });

  it.each([
    ['nowhere', 'no such program'],
    ['old', 'version 1.5.7 is older than 1.10.0'],
    ['other', 'it does not say that it is OpenTofu or Terraform'],
  ])('refuses BACKLOT_TERRAFORM=%s: %s', async (name, why) => {
    await machine.install('old', terraform('1.5.7'));
    await machine.install('other', 'echo hello');
    process.env.BACKLOT_TERRAFORM = name;
    await expect(resolveTerraform()).rejects.toMatchObject({
      code: 'TerraformUnusable',
      exitCode: 3,
      message: `BACKLOT_TERRAFORM=${name} cannot be used: ${why}`,
    });
  });

  it('fails with the next steps when there is nothing and no Go', async () => {
    await expect(resolveTerraform()).rejects.toMatchObject({
      code: 'TerraformMissing',
      exitCode: 1,
      hints: expect.arrayContaining([expect.stringContaining('install OpenTofu')]),
      actions: ['backlot doctor'],
    });
    expect(await locateTerraform()).toBeUndefined();
  });
});
