import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeLists } from '../generate-lists.js';

const root = join(import.meta.dirname, '../..');
const TYPE = 'aws_cloudwatch_log_metric_filter';

/** Files of a page: blocks of code that begin with their path. */
function filesOf(page: string): { readonly path: string; readonly text: string }[] {
  return [...page.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => ({
    path,
    text,
  }));
}

describe('docs/contributing/add-a-handler.md', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'backlot-add-a-handler-'));
    for (const folder of ['resources', 'sandbox/aws/handlers']) {
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    }
    for (const each of ['node_modules', 'modules', 'package.json']) await symlink(join(root, each), join(copy, each));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('names all that is written by hand: two files, with which the type is handled and known', async () => {
    const files = filesOf(await readFile(join(root, 'docs/contributing/add-a-handler.md'), 'utf8'));
    expect(files).toHaveLength(2);
    for (const { path, text } of files) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), text);
    }
    writeLists(copy);
    const asking = join(copy, 'asking.ts');
    await writeFile(
      asking,
      `import { handlers } from './sandbox/aws/handlers/all-handlers.gen.js';
       import { canBeTaken, resourceType } from './resources/index.js';
       const calls = { region: 'eu-central-1', accountId: '1', partition: 'aws', ask: async () => ({ metricFilters: [{ filterName: 'errors' }] }) };
       const known = resourceType('${TYPE}');
       const values = { log_group_name: 'app', name: 'errors' };
       console.log(JSON.stringify({
         handled: (await handlers.${TYPE}?.())?.default.type,
         known: known?.type,
         beside: known?.beside !== undefined,
         found: await known?.find?.({ address: 'a', type: '${TYPE}', values }, calls),
         taken: canBeTaken('${TYPE}'),
       }));`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', asking], { cwd: copy });
    expect(JSON.parse(stdout)).toEqual({
      handled: TYPE,
      known: TYPE,
      beside: true,
      found: ['app:errors'],
      taken: false,
    });
  }, 60_000);
});
