import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { cacheFolder } from '../../../host/folders.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { KeptSynthesis } from './kept-synthesis.js';
import { synthKey } from './synth-key.js';
import type { SynthesizedStack } from './synthesized-stack.js';

export type { SynthesizedStack } from './synthesized-stack.js';

/** What synthesis made. */
export interface SynthResult {
  readonly environment: string;
  /** Upstream first. */
  readonly stacks: readonly SynthesizedStack[];
  /** Managed resources of all stacks. */
  readonly resources: number;
  /** Wall time, milliseconds. */
  readonly durationMs: number;
}

interface Manifest {
  readonly stacks: Record<string, { readonly workingDirectory: string; readonly dependencies: readonly string[] }>;
}

/** How to synthesize. */
export interface SynthOptions {
  readonly outdir: string;
  /**
   * Folder of the built program whose last synthesis of the environment is taken where nothing it goes by has changed.
   * @default where this was built; sources are synthesized anew each time
   */
  readonly program?: string;
}

/**
 * Writes the Terraform JSON of every stack that the environment asks for below `outdir`, in this process.
 *
 * @throws BacklotError `SynthesisFailed` naming the construct when one refuses what it was given.
 */
export async function synthesize(environment: Environment, options: SynthOptions): Promise<SynthResult> {
  const began = performance.now();
  const outdir = resolve(options.outdir);
  await mkdir(outdir, { recursive: true });
  const { program = builtProgram() } = options;
  const key = program === undefined ? undefined : await synthKey(environment, program);
  const { platform, id } = environment;
  const kept = new KeptSynthesis(join(cacheFolder(), 'synth', platform, `${id}.json`));
  const known = key === undefined ? undefined : await kept.restore(key, outdir);
  const stacks = known ?? (await build(environment, outdir));
  await removeStrangers(outdir, stacks);
  if (key !== undefined && !known) await kept.keep(key, outdir, stacks);
  return {
    environment: id,
    stacks,
    resources: stacks.reduce((sum, stack) => sum + stack.resources, 0),
    durationMs: Math.round(performance.now() - began),
  };
}

/** Sources are not told apart by what is bundled; while debugging, constructs are wanted, not their output. */
function builtProgram(): string | undefined {
  if (process.env.BACKLOT_DEBUG || !import.meta.filename.endsWith('.js')) return undefined;
  return join(import.meta.dirname, '..', '..', '..');
}

async function build(environment: Environment, outdir: string): Promise<SynthesizedStack[]> {
  // A stack trace for each of thousands of tokens costs a third of the time; they only serve to debug constructs.
  if (!process.env.BACKLOT_DEBUG) process.env.CDKTN_DISABLE_CREATION_STACK = '1';
  const { buildApp } = await import('../../../stacks/index.js');
  try {
    buildApp(environment, { outdir }).synth();
  } catch (error) {
    if (error instanceof BacklotError) throw error;
    throw new BacklotError({
      code: 'SynthesisFailed',
      message: `environment '${environment.id}' could not be synthesized: ${error instanceof Error ? error.message : error}`,
      source: 'platform',
      actions: [`backlot config ${environment.id}`],
      cause: error,
    });
  }
  return readManifest(outdir);
}

async function readManifest(outdir: string): Promise<SynthesizedStack[]> {
  const manifest = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
  const stacks = await Promise.all(
    Object.entries(manifest.stacks).map(async ([id, { workingDirectory, dependencies }]) => {
      const path = join(outdir, workingDirectory);
      const json = JSON.parse(await readFile(join(path, 'cdk.tf.json'), 'utf8'));
      const blocks = Object.values((json.resource ?? {}) as Record<string, object>);
      const resources = blocks.reduce((sum, byName) => sum + Object.keys(byName).length, 0);
      return { id, resources, dependsOn: dependencies, path };
    }),
  );
  return upstreamFirst(stacks);
}

/** The manifest is in alphabetical order; cdktn has refused cycles by now. */
function upstreamFirst(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const ordered: SynthesizedStack[] = [];
  const placed = new Set<string>();
  while (ordered.length < stacks.length) {
    const ready = stacks.filter(({ id, dependsOn }) => !placed.has(id) && dependsOn.every((each) => placed.has(each)));
    for (const stack of ready) {
      placed.add(stack.id);
      ordered.push({ ...stack, dependsOn: ordered.map(({ id }) => id).filter((id) => stack.dependsOn.includes(id)) });
    }
  }
  return ordered;
}

/** A stack that the environment no longer asks for must not linger beside the ones that it does. */
async function removeStrangers(outdir: string, stacks: readonly SynthesizedStack[]): Promise<void> {
  const known = new Set(stacks.map((stack) => stack.id));
  for (const entry of await readdir(join(outdir, 'stacks'))) {
    if (!known.has(entry)) await rm(join(outdir, 'stacks', entry), { recursive: true, force: true });
  }
}
