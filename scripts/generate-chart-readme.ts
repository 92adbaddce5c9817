/**
 * Writes the README of each chart, and the descriptions in its schema, from the `# --` comments of its values.yaml.
 * With `--check` it writes nothing and ends with 1 when something is not current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chartDocument } from './chart-document.js';

/** Charts that have values. */
export const DOCUMENTED_CHARTS = ['service', 'observability'] as const;

/** The files of a chart that are made of its values, as they should be. */
export async function chartFiles(chart: string): Promise<{ path: string; wanted: string; present: string }[]> {
  const folder = fileURLToPath(new URL(`../charts/${chart}/`, import.meta.url));
  const read = (name: string) => readFile(`${folder}${name}`, 'utf8').catch(() => '');
  const [manifest, values, schema, readme] = await Promise.all(
    ['Chart.yaml', 'values.yaml', 'values.schema.json', 'README.md'].map(read),
  );
  const document = chartDocument(manifest ?? '', values ?? '', schema ?? '');
  return [
    { path: `${folder}values.schema.json`, wanted: document.schema, present: schema ?? '' },
    { path: `${folder}README.md`, wanted: document.readme, present: readme ?? '' },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = (await Promise.all(DOCUMENTED_CHARTS.map(chartFiles))).flat();
  const stale = files.filter(({ wanted, present }) => wanted !== present);
  if (process.argv.includes('--check')) {
    for (const { path } of stale)
      process.stderr.write(`${path} is not current: npx tsx scripts/generate-chart-readme.ts\n`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const { path, wanted } of stale) await writeFile(path, wanted);
  }
}
