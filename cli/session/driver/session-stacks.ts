import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Cloud } from '../cloud/index.js';
import type { SynthResult } from '../synth/index.js';
import { findOrphans } from './orphans.js';
import { readStackConfig, type StackConfig } from './stack-config.js';

/** One stack of an environment, as an operation sees it. */
export interface SessionStack extends StackConfig {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** Resources that it declares. */
  readonly resources: number;
  /** Holds `cdk.tf.json`; Terraform runs here. */
  readonly folder: string;
  /** Declared no more: what its state holds is to go. @default false */
  readonly orphan?: boolean;
  /**
   * Before its removal is planned: leaves nothing declared in its folder but what is to be forgotten, so that a plain plan
   * removes the rest. @default Terraform plans the removal of all that it has
   */
  readonly empty?: () => Promise<void>;
}

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
    throw new BacklotError({
      code: 'UnknownStack',
      message: `environment '${environment}' has no stack ${unknown.map((id) => `'${id}'`).join(', ')}; it has ${stacks.map(({ id }) => id).join(', ')}`,
      exitCode: 3,
      actions: [`backlot graph ${environment}`],
    });
  }
  return { stacks, selected: stacks.filter(({ id }) => wish.includes(id)) };
}
