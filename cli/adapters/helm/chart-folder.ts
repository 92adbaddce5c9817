import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFolder } from '../../../host/atomic-folder.js';
import { withFileLock } from '../../../host/file-lock.js';
import { cacheFolder } from '../../../host/folders.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A chart of this project, whole, as Helm takes it. */
export interface PackagedChart {
  /** Folder with the charts that it depends on inside. */
  readonly path: string;
  /** `service-1.0.0` */
  readonly id: string;
  /** SHA-256 of all that Helm reads of it. */
  readonly hash: string;
}

/** What is beside a chart and no part of it. */
const BESIDE = new Set(['ci', 'charts', 'test', 'README.md', 'README.md.gotmpl']);

/**
 * Puts a chart of this project together with its library in the cache; nothing is downloaded. A package holds no links,
 * so the library cannot be linked into the chart there.
 *
 * @throws BacklotError `ChartMissing`.
 */
export async function packageChart(name: string, root?: string): Promise<PackagedChart> {
  const charts = root ?? (await chartsFolder());
  const source = join(charts, name);
  const { parse } = await import('yaml');
  const text = await readFile(join(source, 'Chart.yaml'), 'utf8').catch((cause) => missing(source, cause));
  const { version, dependencies = [] } = parse(text) as {
    version: string;
    dependencies?: readonly { readonly name: string }[];
  };
  const parts = [
    { from: source, to: '.' },
    ...dependencies.map((each) => ({ from: join(charts, each.name), to: join('charts', each.name) })),
  ];
  const files = (await Promise.all(parts.map(filesOf))).flat();
  const hash = createHash('sha256');
  for (const { from, to } of files)
    hash
      .update(`${to}\n`)
      .update(await readFile(from))
      .update('\n');
  const digest = hash.digest('hex');
  const path = join(cacheFolder(), 'charts', `${name}-${digest.slice(0, 16)}`, name);
  const made = join(path, '..');
  if (!(await exists(path))) {
    await withFileLock(`${made}.lock`, { subject: `the chart ${name}` }, async () => {
      if (await exists(path)) return;
      await replaceFolder(made, async (folder) => {
        for (const { from, to } of files) {
          await mkdir(join(folder, name, to, '..'), { recursive: true });
          await cp(from, join(folder, name, to));
        }
      });
    });
  }
  return { path, id: `${name}-${version}`, hash: digest };
}

/** `charts/` of the checkout or of the installed package. */
async function chartsFolder(): Promise<string> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  // From sources, and from `dist`.
  for (const up of ['../../..', '../../../..']) {
    const folder = join(here, up, 'charts');
    if (await exists(join(folder, 'lib'))) return folder;
  }
  return missing(join(here, '../../../charts'));
}

async function filesOf({ from, to }: { readonly from: string; readonly to: string }) {
  const entries = await readdir(from, { withFileTypes: true, recursive: true }).catch((cause) => missing(from, cause));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .filter((path) => !BESIDE.has(path.split(sep)[0] ?? ''))
    .sort()
    .map((path) => ({ from: join(from, path), to: join(to, path) }));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function missing(path: string, cause?: unknown): never {
  throw new BacklotError({
    code: 'ChartMissing',
    message: `the chart ${path} is not there: this installation is incomplete`,
    source: 'platform',
    hints: ['install backlot again'],
    details: { path },
    cause,
  });
}
