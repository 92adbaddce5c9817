import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../../../host/folders.js';
import type { Schemas } from './schema.js';
import { bindingPackage, deriveSchema } from './schema-source.js';

/** Bump when the derivation changes, so that old cache files are not read. */
const DERIVATION = 1;

const inProcess = new Map<string, Promise<Schemas>>();

/**
 * Schemas of the named types, from memory, from the cache folder, or derived from the bindings.
 *
 * A cache file that is damaged or incomplete is derived again and replaced; one that cannot be written is no reason to fail.
 */
export async function schemasFor(
  types: readonly string[],
  options: { readonly folder?: string } = {},
): Promise<Schemas> {
  const wanted = [...new Set(types)].sort();
  const folder = options.folder ?? join(cacheFolder(), 'schemas');
  const bindings = await bindingPackage();
  const digest = createHash('sha256').update(wanted.join(' ')).digest('hex').slice(0, 16);
  const file = join(folder, `aws-${bindings.version}-${DERIVATION}-${digest}.json`);
  const known = inProcess.get(file);
  if (known) return known;
  const loading = (async () => {
    const cached = await readCache(file, wanted);
    if (cached) return cached;
    const derived = await Promise.all(wanted.map(async (type) => [type, await deriveSchema(type, bindings)] as const));
    const schemas = Object.fromEntries(derived);
    await writeCache(folder, file, schemas);
    return schemas;
  })();
  inProcess.set(file, loading);
  loading.catch(() => inProcess.delete(file));
  return loading;
}

/** Forgets what this process holds: for tests of the files. */
export function forgetSchemas(): void {
  inProcess.clear();
}

async function readCache(file: string, wanted: readonly string[]): Promise<Schemas | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const newline = text.indexOf('\n');
  if (newline < 0 || text.slice(0, newline) !== checksum(text.slice(newline + 1))) return undefined;
  const schemas = JSON.parse(text.slice(newline + 1)) as Schemas;
  return wanted.every((type) => schemas[type]?.block) ? schemas : undefined;
}

async function writeCache(folder: string, file: string, schemas: Schemas): Promise<void> {
  const body = JSON.stringify(schemas);
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(temporary, `${checksum(body)}\n${body}`, { mode: 0o600 });
    await rename(temporary, file);
  } catch {
    // A full or read-only disk costs time at the next start, nothing else.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
