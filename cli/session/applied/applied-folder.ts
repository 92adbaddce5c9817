import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionStack } from '../stacks/session-stack.js';
import { readStackConfig } from '../stacks/stack-config.js';
import { type AppliedConfiguration, unpackApplied } from './applied-configuration.js';
import { OWNED } from './owned-file.js';

/** The stack as it was applied last, in a folder of its own below `folder`. */
export async function appliedFolder(
  stack: SessionStack,
  applied: AppliedConfiguration,
  folder: string,
): Promise<SessionStack> {
  const path = join(folder, 'applied', stack.id);
  await rm(path, { recursive: true, force: true });
  await unpackApplied(applied, stack, path);
  await takeOwned(stack.folder, path);
  return { ...stack, folder: path, ...(await readStackConfig(stack.id, path)) };
}

/** What AWS moved on by itself is no more to be set back by what was applied than by what is declared. */
async function takeOwned(from: string, to: string): Promise<void> {
  if (!existsSync(join(from, OWNED))) return;
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as { resource?: Resources };
  const [owned, { resource: declared = {} }] = await Promise.all([
    read(join(from, OWNED)),
    read(join(to, 'cdk.tf.json')),
  ]);
  const resource: Resources = {};
  for (const [type, named] of Object.entries(owned.resource ?? {})) {
    // An override of what isn't declared is an error.
    const known = Object.entries(named).filter(([name]) => declared[type]?.[name] !== undefined);
    if (known.length > 0) resource[type] = Object.fromEntries(known);
  }
  if (Object.keys(resource).length > 0) await writeFile(join(to, OWNED), JSON.stringify({ resource }, undefined, 2));
}

type Resources = Record<string, Record<string, unknown>>;
