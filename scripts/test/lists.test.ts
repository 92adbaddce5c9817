import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lists, writeLists } from '../generate-lists.js';

const root = join(import.meta.dirname, '../..');

describe('the lists that follow from paths', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'backlot-lists-'));
    for (const { path } of lists(root)) {
      const folder = join(path, '..');
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    }
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('are what the files are (npm run generate)', async () => {
    for (const { path, text } of lists(root)) expect(await readFile(join(root, path), 'utf8')).toBe(text);
  });

  it('take a handler in that is one new file, and nothing that handlers share', async () => {
    const folder = join(copy, 'sandbox/aws/handlers/efs');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'efs-file-system.ts'), "export default handler({ type: 'aws_efs_file_system' });\n");
    await writeFile(join(folder, 'throughput.ts'), 'export const MODES = [];\n');
    writeLists(copy);
    const text = await readFile(join(copy, 'sandbox/aws/handlers/all-handlers.gen.ts'), 'utf8');
    expect(text).toContain("  aws_efs_file_system: () => import('./efs/efs-file-system.js'),\n");
    expect(text).not.toContain('throughput');
  });

  it('take in what is known of a type, and whether it holds data', async () => {
    const folder = join(copy, 'resources/timestream');
    await mkdir(folder, { recursive: true });
    const facts =
      "export default resource({\n  type: 'aws_timestreamwrite_table',\n  holds: { lost: 'its rows' },\n});\n";
    await writeFile(join(folder, 'timestreamwrite-table.ts'), facts);
    writeLists(copy);
    const text = await readFile(join(copy, 'resources/all-types.gen.ts'), 'utf8');
    expect(text).toContain("import aws_timestreamwrite_table from './timestream/timestreamwrite-table.js';\n");
    expect(text).toMatch(/DataBearingType = .*'aws_timestreamwrite_table';/);
  });
});
