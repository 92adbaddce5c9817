import { join } from 'node:path';
import type { SessionStack } from '../stacks/session-stack.js';
import { readStackConfig } from '../stacks/stack-config.js';
import { type AppliedConfiguration, unpackApplied } from './applied-configuration.js';

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
