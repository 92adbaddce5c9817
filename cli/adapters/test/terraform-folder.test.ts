import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findOnPath } from '../../../sandbox/tools/index.js';
import { TerraformFolder, type TerraformFolderProps } from '../terraform/index.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'backlot-terraform-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function folder(
  name: string,
  config: object,
  more: Partial<TerraformFolderProps> = {},
): Promise<TerraformFolder> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  const backend = { backend: { local: { path: join(path, 'terraform.tfstate') } } };
  await writeFile(join(path, 'cdk.tf.json'), JSON.stringify({ terraform: backend, ...config }));
  const env = { PATH: process.env.PATH ?? '', TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
  const binary = findOnPath('terraform') ?? findOnPath('tofu') ?? 'terraform';
  return new TerraformFolder({
    stack: name,
    binary,
    version: '1',
    folder: path,
    env,
    log: join(path, 'log.jsonl'),
    ...more,
  });
}

const one = { resource: { terraform_data: { a: { input: 'x' } } } };

describe('Terraform in a folder', () => {
  it('plans, shows and applies, and finds nothing to do afterwards', async () => {
    const terraform = await folder('whole', one);
    await terraform.init();
    const file = join(root, 'whole.tfplan');
    expect((await terraform.plan(file)).changed).toBe(true);
    expect((await terraform.show(file)).resource_changes?.[0]?.change.actions).toEqual(['create']);
    expect(await terraform.apply(file)).toEqual({ interrupted: false });
    expect((await terraform.plan(file)).changed).toBe(false);
  });

  it('is initialized again only for another backend or version', async () => {
    const inits = async () =>
      (await readFile(join(root, 'again', 'log.jsonl'), 'utf8')).match(/Initializing the backend/g)?.length;
    const terraform = await folder('again', one);
    await terraform.init();
    await terraform.init();
    await (await folder('again', { ...one, output: { b: { value: 1 } } })).init();
    expect(await inits()).toBe(1);
    await (await folder('again', one, { version: '2' })).init();
    expect(await inits()).toBe(2);
  });

  it('names the reason when the configuration is wrong', async () => {
    const terraform = await folder('wrong', { resource: { terraform_data: { a: { inptu: 1 } } } });
    await expect(terraform.init().then(() => terraform.plan(join(root, 'w')))).rejects.toMatchObject({
      code: 'TerraformFailed',
      message: expect.stringMatching(/^stack 'wrong': .*Extraneous JSON object property: .*inptu/s),
    });
  });

  it('refuses a plan whose state has moved on', async () => {
    const terraform = await folder('stale', one);
    await terraform.init();
    const [first, second] = [join(root, 's1'), join(root, 's2')];
    await terraform.plan(first);
    await terraform.plan(second);
    await terraform.apply(first);
    await expect(terraform.apply(second)).rejects.toMatchObject({
      message: expect.stringContaining('Saved plan is stale'),
    });
  });

  it('tells what happens while it happens', async () => {
    const seen: string[] = [];
    const terraform = await folder('events', one, {
      onEvent: (event) => void seen.push('address' in event ? `${event.type} ${event.address}` : event.type),
    });
    await terraform.init();
    await terraform.plan(join(root, 'e'));
    await terraform.apply(join(root, 'e'));
    expect(seen).toEqual(expect.arrayContaining(['planned terraform_data.a', 'completed terraform_data.a', 'summary']));
  });

  it('is an error that names the program when there is none', async () => {
    const terraform = await folder('none', one, { binary: '/nowhere/terraform' });
    await expect(terraform.init()).rejects.toMatchObject({
      code: 'TerraformMissing',
      message: expect.stringContaining('/nowhere/terraform'),
    });
  });
});
