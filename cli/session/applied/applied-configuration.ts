import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ConditionalObjects, StateKey } from '../../adapters/aws/index.js';
import { actor } from '../../kernel/actor.js';
import type { SessionStack } from '../stacks/session-stack.js';

/** The configuration that a stack was applied with last: what it was declared to be, whatever the checkout says now. */
export interface AppliedConfiguration {
  readonly format: 1;
  /** SHA-256 of its `cdk.tf.json`. */
  readonly hash: string;
  /** Whether all of it was applied; after an apply that failed, the world is partly this, partly what was before. */
  readonly complete: boolean;
  /** ISO 8601. */
  readonly at: string;
  /** `user@host` */
  readonly who: string;
  /** Files of the stack's folder, `cdk.tf.json` and assets: Base64 of gzip, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where it is kept: beside the state, `<env>/applied/<stack>.json`. */
export function appliedLocation({ state }: Pick<SessionStack, 'state'>): StateKey {
  const [folder, name] = [dirname(state.key), state.key.slice(state.key.lastIndexOf('/') + 1)];
  return { bucket: state.bucket, key: `${folder}/applied/${name.replace(/\.tfstate$/, '')}.json` };
}

/** What a stack was applied with; undefined when that isn't on record, or the record is damaged. */
export async function readApplied(
  objects: Pick<ConditionalObjects, 'read'>,
  stack: Pick<SessionStack, 'state'>,
): Promise<AppliedConfiguration | undefined> {
  const found = await objects.read(appliedLocation(stack));
  if (!found) return undefined;
  try {
    const applied = JSON.parse(found.body) as AppliedConfiguration;
    return applied.format === 1 && applied.files?.['cdk.tf.json'] ? applied : undefined;
  } catch {
    // As good as none: drift is then told by the state alone.
    return undefined;
  }
}

/** Keeps what was just applied from the stack's folder. Only the holder of the environment's lock does. */
export async function recordApplied(
  objects: ConditionalObjects,
  stack: Pick<SessionStack, 'state' | 'hash' | 'folder'>,
  complete: boolean,
): Promise<void> {
  const location = appliedLocation(stack);
  const applied: AppliedConfiguration = {
    format: 1,
    hash: stack.hash,
    complete,
    at: new Date().toISOString(),
    who: actor(),
    files: await packFolder(stack.folder),
  };
  const found = await objects.read(location);
  await objects.put(location, JSON.stringify(applied), found ? { etag: found.etag } : 'absent');
}

/** Its `cdk.tf.json`. */
export function appliedConfig({ files }: Pick<AppliedConfiguration, 'files'>): unknown {
  return JSON.parse(unpack(files['cdk.tf.json'] ?? '').toString('utf8'));
}

/** Writes its files to a folder, for Terraform to run in. */
export async function unpackApplied({ files }: Pick<AppliedConfiguration, 'files'>, folder: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, unpack(content), { mode: 0o600 });
  }
}

/** Configuration and assets; what Terraform itself puts into the folder is left out. */
async function packFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => path === 'cdk.tf.json' || path.startsWith('assets/'))
    .sort();
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, gzipSync(await readFile(join(folder, path))).toString('base64')] as const),
    ),
  );
}

function unpack(content: string): Buffer {
  return gunzipSync(Buffer.from(content, 'base64'));
}
