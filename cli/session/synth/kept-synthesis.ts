import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { insideOf } from '../../../host/inside-of.js';
import type { SynthesizedStack } from './synthesized-stack.js';

interface Kept {
  readonly key: string;
  /** With paths from the output folder. */
  readonly stacks: readonly SynthesizedStack[];
  /** Contents of all files, base64, by their path from the output folder. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The last synthesis of one environment, in one file of the cache folder: while its key is the same, writing the files
 * again is all there is to do. A file that is damaged is as good as none, and one that can't be written is no reason to fail.
 */
export class KeptSynthesis {
  constructor(private readonly file: string) {}

  /** Writes what was kept under `key` below `outdir`; undefined when it is not known. */
  async restore(key: string, outdir: string): Promise<readonly SynthesizedStack[] | undefined> {
    const kept = await this.read();
    if (kept?.key !== key) return undefined;
    await Promise.all(
      Object.entries(kept.files).map(async ([path, content]) => {
        const target = insideOf(outdir, path, this.file);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, Buffer.from(content, 'base64'));
      }),
    );
    return kept.stacks.map((stack) => ({ ...stack, path: join(outdir, stack.path) }));
  }

  /** Keeps what stands below `outdir`. */
  async keep(key: string, outdir: string, stacks: readonly SynthesizedStack[]): Promise<void> {
    const temporary = `${this.file}.${process.pid}.new`;
    try {
      const paths = ['manifest.json', ...(await Promise.all(stacks.map((stack) => written(outdir, stack)))).flat()];
      const files = await Promise.all(
        paths.map(async (path) => [path, await readFile(join(outdir, path), 'base64')] as const),
      );
      const below = stacks.map((stack) => ({ ...stack, path: relative(outdir, stack.path) }));
      const body = JSON.stringify({ key, stacks: below, files: Object.fromEntries(files) } satisfies Kept);
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      await writeFile(temporary, `${checksum(body)}\n${body}`, { mode: 0o600 });
      await rename(temporary, this.file);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined); // the next run synthesizes again
    }
  }

  private async read(): Promise<Kept | undefined> {
    const text = await readFile(this.file, 'utf8').catch(() => '');
    const newline = text.indexOf('\n');
    if (newline < 0 || text.slice(0, newline) !== checksum(text.slice(newline + 1))) return undefined;
    return JSON.parse(text.slice(newline + 1)) as Kept;
  }
}

/** What a stack consists of: Terraform's own files lie in the same folder, and assets of earlier syntheses may. */
async function written(outdir: string, { path }: SynthesizedStack): Promise<string[]> {
  const configuration = join(path, 'cdk.tf.json');
  const json = await readFile(configuration, 'utf8');
  const found = await readdir(join(path, 'assets'), { recursive: true, withFileTypes: true }).catch(() => []);
  const assets = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => json.includes(relative(path, file).split(sep).join('/')));
  return [configuration, ...assets].map((file) => relative(outdir, file));
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
