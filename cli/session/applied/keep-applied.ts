import type { Progress } from '../../kernel/progress.js';
import type { Cloud } from '../cloud/index.js';
import type { SessionStack } from '../stacks/session-stack.js';
import { recordApplied } from './applied-configuration.js';

/**
 * Keeps the configuration of a run that has ended, so that a later look can tell what was declared since from what was
 * changed outside. The stack stands whether this works or not, so a failure is only told.
 */
export async function keepApplied(
  { cloud, progress }: { readonly cloud: Pick<Cloud, 'objects'>; readonly progress: Progress },
  stack: SessionStack,
  { purpose, status }: { readonly purpose: string; readonly status: string },
): Promise<void> {
  if (purpose === 'destroy' || stack.orphan) return;
  try {
    await recordApplied(cloud.objects, stack, status === 'applied');
  } catch (error) {
    const message = `what '${stack.id}' was applied with could not be kept (${(error as Error).message}): drift will be told by its state alone`;
    progress.emit({ type: 'note', level: 'warning', message });
  }
}
