import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { insideOf, outside } from '../../../host/inside-of.js';
import { unpack } from '../../../host/unpack.js';
import { writeInside } from '../../../host/write-inside.js';
import type { ConditionalObjects, StateKey } from '../../adapters/aws/index.js';
import { actor } from '../../kernel/actor.js';
import { objectDamaged, objectName, storedJson } from '../../kernel/stored-json.js';
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

const CONFIGURATION = 'cdk.tf.json';

/** Where it is kept: beside the state, `<env>/applied/<stack>.json`. */
export function appliedLocation({ state }: Pick<SessionStack, 'state'>): StateKey {
  const [folder, name] = [dirname(state.key), state.key.slice(state.key.lastIndexOf('/') + 1)];
  return { bucket: state.bucket, key: `${folder}/applied/${name.replace(/\.tfstate$/, '')}.json` };
}

const shape = z.looseObject({
  format: z.literal(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256'),
  complete: z.boolean(),
  at: z.string().max(40),
  who: z.string().max(400),
  files: z.record(z.string(), z.string()).refine((files) => Object.hasOwn(files, 'cdk.tf.json'), 'has no cdk.tf.json'),
});

/**
 * What a stack was applied with; undefined when that isn't on record. Its configuration has the hash that the record says;
 * whether a release says so too is asked where Terraform is to run on it.
 *
 * @throws BacklotError `ObjectDamaged` naming the record, which the next apply of the stack writes anew; `UnpackedTooLarge`
 */
export async function readApplied(
  objects: Pick<ConditionalObjects, 'read'>,
  stack: Pick<SessionStack, 'state'>,
): Promise<AppliedConfiguration | undefined> {
  const location = appliedLocation(stack);
  const found = await objects.read(location);
  if (!found) return undefined;
  const applied = storedJson(found.body, location, shape) as AppliedConfiguration;
  const source = objectName(location);
  for (const name of Object.keys(applied.files)) {
    insideOf('/', name, source);
    if (name !== CONFIGURATION && !name.startsWith('assets/')) throw outside(name, 'no stack has such a file', source);
  }
  if (sha256(unpackFile(applied, CONFIGURATION, source)) !== applied.hash) {
    throw objectDamaged(location, 'its configuration has another hash than it says');
  }
  const { backend } = (appliedConfig(applied) as Configuration).terraform ?? {};
  const { bucket, key } = backend?.s3 ?? {};
  if (bucket !== stack.state.bucket || key !== stack.state.key) {
    throw objectDamaged(
      location,
      `its configuration keeps its state in ${objectName({ bucket: String(bucket), key: String(key) })}`,
    );
  }
  return applied;
}

interface Configuration {
  readonly terraform?: { readonly backend?: { readonly s3?: { readonly bucket?: unknown; readonly key?: unknown } } };
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
export function appliedConfig(applied: Pick<AppliedConfiguration, 'files'>): unknown {
  return JSON.parse(unpackFile(applied, CONFIGURATION, CONFIGURATION).toString('utf8'));
}

/** The content of its files by name. @throws BacklotError `UnpackedTooLarge`, `NotUnpackable` */
export function appliedFiles(
  applied: Pick<AppliedConfiguration, 'files'>,
  { state }: Pick<SessionStack, 'state'>,
): ReadonlyMap<string, Buffer> {
  const source = objectName(appliedLocation({ state }));
  return new Map(Object.keys(applied.files).map((name) => [name, unpackFile(applied, name, source)]));
}

/** Writes its files to a folder, for Terraform to run in. @throws BacklotError `NameOutside` */
export async function unpackApplied(
  applied: Pick<AppliedConfiguration, 'files'>,
  stack: Pick<SessionStack, 'state'>,
  folder: string,
): Promise<void> {
  const source = objectName(appliedLocation(stack));
  for (const [name, content] of appliedFiles(applied, stack)) await writeInside(folder, name, content, { source });
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

function unpackFile({ files }: Pick<AppliedConfiguration, 'files'>, name: string, source: string): Buffer {
  return unpack(Buffer.from(files[name] ?? '', 'base64'), { source: name === source ? source : `${source} (${name})` });
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
