import { join } from 'node:path';
import { type AppliedConfiguration, unpackApplied } from '../../../session/applied/index.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
import { readStackConfig } from '../../../session/stacks/stack-config.js';

/** The stack as it was applied last, in a folder of its own below `folder`. */
export async function appliedFolder(
  stack: SessionStack,
  applied: AppliedConfiguration,
  folder: string,
): Promise<SessionStack> {
  const path = join(folder, 'applied', stack.id);
  await unpackApplied(applied, path);
  return { ...stack, folder: path, ...(await readStackConfig(stack.id, path)) };
}
