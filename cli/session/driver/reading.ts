import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import type { Cloud } from '../cloud/index.js';
import type { OperationOptions } from './operation-options.js';
import { type ChosenStacks, chooseStacks, declaredStacks } from './session-stacks.js';
import { realTooling } from './tooling.js';

/** What an operation that only looks works with. */
export interface Reading extends ChosenStacks {
  readonly cloud: Cloud;
}

/**
 * Runs `work` on stacks and cloud without Terraform, without starting anything, and beside whatever else runs.
 *
 * @throws BacklotError `SandboxDown`, `UnknownStack`, and what opening a real account throws.
 */
export async function withReading<T>(
  environment: Environment,
  options: OperationOptions,
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  const tooling = { ...realTooling, ...options.tooling };
  const cloud = await tooling.openCloud(environment, { start: false });
  const folder = await mkdtemp(join(tmpdir(), 'backlot-read-'));
  try {
    const declared = await declaredStacks(tooling.synthesize(environment, { outdir: folder }));
    const chosen = await chooseStacks(cloud, declared, { environment: environment.id, wish: options.stacks, folder });
    return await work({ ...chosen, cloud });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await cloud.close();
  }
}
