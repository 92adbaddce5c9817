import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { insideOf } from '../../../host/inside-of.js';
import { removeInside, writeInside } from '../../../host/write-inside.js';
import type { PackagedChart } from '../../adapters/helm/index.js';
import type { SynthResult } from '../../session/synth/index.js';
import type { ArchiveStore } from '../releases/archive-store.js';
import type { ArchivedChart, ReleaseArchive } from '../releases/release-archive.js';

/** What names the files, in errors. */
const ARCHIVE = 'the archive of the release';

/** An archive with the bytes of all files that it names. */
export interface LoadedArchive {
  readonly archive: ReleaseArchive;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Reads an archive and checks every byte of it. @throws BacklotError `ArchiveMissing`, `ArchiveDamaged` */
export async function loadArchive(store: ArchiveStore, hash: string): Promise<LoadedArchive> {
  const archive = await store.read(hash);
  const hashes = new Set(archive.stacks.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
  const read = await Promise.all([...hashes].map(async (each) => [each, await store.readFile(each)] as const));
  return { archive, files: new Map(read) };
}

/** Writes the stacks of an archive as synthesis writes them, instead of a synthesis. */
export async function restoreStacks({ archive, files }: LoadedArchive, outdir: string): Promise<SynthResult> {
  const began = performance.now();
  const ids = new Set(archive.stacks.map(({ id }) => id));
  const stacks = await Promise.all(
    archive.stacks.map(async ({ id, config, dependsOn, files: assets }) => {
      const path = insideOf(join(outdir, 'stacks'), id, ARCHIVE);
      await removeInside(path, 'assets', ARCHIVE);
      await put(path, 'cdk.tf.json', config);
      for (const { path: file, sha256 } of assets) await put(path, file, files.get(sha256) ?? new Uint8Array());
      // A stack that was not applied then is not there to depend on.
      return { id, path, resources: countResources(config), dependsOn: dependsOn.filter((each) => ids.has(each)) };
    }),
  );
  return {
    environment: archive.environment.id,
    stacks,
    resources: stacks.reduce((sum, { resources }) => sum + resources, 0),
    durationMs: Math.round(performance.now() - began),
  };
}

/** Writes a chart of an archive where Helm reads it. */
export async function restoreChart(hash: string, { id, files }: ArchivedChart, folder: string): Promise<PackagedChart> {
  const path = insideOf(join(folder, hash.slice(0, 16)), id.replace(/-\d[^-]*$/, ''), ARCHIVE);
  await rm(path, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) await put(path, file, text);
  return { path, id, hash };
}

async function put(folder: string, file: string, content: string | Uint8Array): Promise<void> {
  await writeInside(folder, file, content, { source: ARCHIVE });
}

function countResources(config: string): number {
  const { resource = {} } = JSON.parse(config) as { resource?: Record<string, object> };
  return Object.values(resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}
