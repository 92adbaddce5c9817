import { unknownName } from '../../kernel/unknown-name.js';
import type { Cloud } from '../cloud/index.js';
import type { SynthResult } from '../synth/index.js';
import { findOrphans } from './orphans.js';
import type { SessionStack } from './session-stack.js';
import { readStackConfig } from './stack-config.js';

/** The stacks of a synthesis, upstream first. */
export async function declaredStacks(synthesis: Promise<SynthResult>): Promise<SessionStack[]> {
  const { stacks } = await synthesis;
  return Promise.all(
    stacks.map(async ({ id, resources, dependsOn, path }) => ({
      id,
      resources,
      dependsOn,
      folder: path,
      ...(await readStackConfig(id, path)),
    })),
  );
}

/** All stacks and the ones that are asked for, both upstream first. */
export interface ChosenStacks {
  /** Those that are declared no more but still hold resources come last. */
  readonly stacks: readonly SessionStack[];
  readonly selected: readonly SessionStack[];
}

/**
 * Adds what the cloud still holds to what is declared, and picks what was asked for.
 *
 * @throws BacklotError `UnknownStack` (exit code 3) for a wish that the environment doesn't have.
 */
export async function chooseStacks(
  cloud: Cloud,
  declared: readonly SessionStack[],
  options: { readonly environment: string; readonly wish?: readonly string[]; readonly folder: string },
): Promise<ChosenStacks> {
  const stacks = [...declared, ...(await findOrphans(cloud, declared, options.folder))];
  const { wish = [], environment } = options;
  if (wish.length === 0) return { stacks, selected: stacks };
  const unknown = wish.filter((id) => !stacks.some((stack) => stack.id === id));
  if (unknown.length > 0) {
    throw unknownName({
      code: 'UnknownStack',
      given: unknown[0] ?? '',
      known: stacks.map(({ id }) => id),
      message: `environment '${environment}' has no stack ${unknown.map((id) => `'${id}'`).join(', ')}; it has ${stacks.map(({ id }) => id).join(', ')}`,
      actions: [`backlot graph ${environment}`],
    });
  }
  return { stacks, selected: stacks.filter(({ id }) => wish.includes(id)) };
}
