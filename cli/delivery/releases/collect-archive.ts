import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { ArchiveStore } from './archive-store.js';
import type {
  ArchivedAddresses,
  ArchivedChart,
  ArchivedFile,
  ArchivedObject,
  ArchivedStack,
  ReleaseArchive,
} from './release-archive.js';

/** What an archive is made from. */
export interface CollectOptions {
  readonly session: Pick<Session, 'environment' | 'stacks' | 'readState'>;
  readonly store: Pick<ArchiveStore, 'writeFile'>;
  /** Stacks that the release applied, or tried to; of the others the archive before is carried on. */
  readonly touched: ReadonlySet<string>;
  /** Stacks that are gone. @default none */
  readonly removed?: ReadonlySet<string>;
  /** Archive of the release before. @default there is none */
  readonly before?: ReleaseArchive;
  /** The baseline that was applied. @default the one before is carried on */
  readonly baseline?: readonly ArchivedObject[];
  /** Charts that were used, by hash. */
  readonly charts: Readonly<Record<string, ArchivedChart>>;
  /** Hashes of the charts that services run with. */
  readonly chartsInUse: readonly string[];
  readonly addresses: ArchivedAddresses;
}

/** Gets together what a rollback to this release will need: all that is applied now, whichever release did it. */
export async function collectArchive(options: CollectOptions): Promise<ReleaseArchive> {
  const { session, touched, removed, before } = options;
  const known = new Map(before?.stacks.map((stack) => [stack.id, stack]));
  const stacks = await Promise.all(
    session.stacks.map(async (stack) => {
      if (removed?.has(stack.id)) return [];
      if (stack.orphan) return touched.has(stack.id) ? [] : (known.get(stack.id) ?? []);
      return touched.has(stack.id) ? readStack(stack, options) : (known.get(stack.id) ?? []);
    }),
  );
  const charts = [...new Set(options.chartsInUse)].sort().flatMap((hash) => {
    const chart = options.charts[hash] ?? before?.charts[hash];
    return chart ? [[hash, chart] as const] : [];
  });
  const baseline = options.baseline ?? before?.baseline;
  return {
    format: 1,
    environment: session.environment,
    stacks: stacks.flat(),
    ...(baseline ? { baseline } : {}),
    charts: Object.fromEntries(charts),
    addresses: { ...before?.addresses, ...options.addresses },
  };
}

async function readStack(stack: SessionStack, { session, store }: CollectOptions): Promise<ArchivedStack> {
  const [config, files, state] = await Promise.all([
    readFile(join(stack.folder, 'cdk.tf.json'), 'utf8'),
    readAssets(stack.folder, store),
    session.readState(stack),
  ]);
  const outputs = Object.entries(state?.outputs ?? {}).flatMap(([name, { value, sensitive }]) =>
    sensitive ? [] : [[name, value] as const],
  );
  return { id: stack.id, dependsOn: stack.dependsOn, config, files, outputs: Object.fromEntries(outputs.sort(byName)) };
}

/** What the configuration refers to beside itself; CDK Terrain puts all of it below `assets/`. */
async function readAssets(folder: string, store: Pick<ArchiveStore, 'writeFile'>): Promise<ArchivedFile[]> {
  const root = join(folder, 'assets');
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: relative(folder, path).split(sep).join('/'),
      sha256: await store.writeFile(await readFile(path)),
    })),
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
