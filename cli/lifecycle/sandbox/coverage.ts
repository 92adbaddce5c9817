import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { synthesize } from '../../session/synth/index.js';

/** What the sandbox does with the resource types of some environments. */
export interface SandboxCoverage {
  /** Number of resource types in use. */
  readonly types: number;
  /** Number of those that have a real counterpart in the emulator. */
  readonly emulated: number;
  /** Those that live in the state only, with the reason. */
  readonly recorded: readonly { readonly type: string; readonly reason: string }[];
  /** Arguments that the emulator ignores or loses, by type. */
  readonly recordedAttributes: readonly {
    readonly type: string;
    readonly attribute: string;
    readonly reason: string;
  }[];
  /** Types that nothing handles: a deploy to the sandbox fails on them. */
  readonly unhandled: readonly string[];
}

/** Looks at every type that the environments' stacks use. */
export async function sandboxCoverage(environments: readonly Environment[]): Promise<SandboxCoverage> {
  const { handlers } = await import('../../../sandbox/aws/handlers/all-handlers.gen.js');
  const types = await typesInUse(environments);
  const known = await Promise.all(
    types.flatMap((type) => {
      const load = handlers[type];
      return load ? [load().then((module) => ({ type, handler: module.default }))] : [];
    }),
  );
  const recorded = known.flatMap(({ type, handler }) =>
    handler.recorded === undefined ? [] : [{ type, reason: handler.recorded }],
  );
  return {
    types: types.length,
    emulated: known.length - recorded.length,
    recorded,
    recordedAttributes: known.flatMap(({ type, handler }) =>
      Object.entries(handler.recordedAttributes ?? {}).map(([attribute, reason]) => ({ type, attribute, reason })),
    ),
    unhandled: types.filter((type) => !known.some((each) => each.type === type)),
  };
}

async function typesInUse(environments: readonly Environment[]): Promise<string[]> {
  const outdir = await mkdtemp(join(tmpdir(), 'backlot-coverage-'));
  try {
    const types = new Set<string>();
    for (const environment of environments) {
      const { stacks } = await synthesize(environment, { outdir: join(outdir, environment.id) });
      for (const { path } of stacks) {
        const json = JSON.parse(await readFile(join(path, 'cdk.tf.json'), 'utf8')) as { resource?: object };
        for (const type of Object.keys(json.resource ?? {})) types.add(type);
      }
    }
    return [...types].filter((type) => type.startsWith('aws_')).sort();
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
