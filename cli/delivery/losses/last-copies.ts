import { BacklotError } from '../../../modules/values/backlot-error.js';
import { journaled } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import { type Attributes, storedAttributes } from '../../session/outputs/stored-attributes.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { LastCopy, ReleasedLoss } from '../releases/released-loss.js';
import { copyName } from './copy-name.js';
import { inRegion } from './in-region.js';
import type { Loss } from './loss.js';
import { STORES } from './stores/index.js';

/** Tag of a last copy: name of the store that it is of. */
export const LAST_COPY_TAG = 'backlot:last-copy-of';

/**
 * Makes a last copy of each store of a stack that is about to go, where there is a way to make one, then empties what is only
 * deleted empty. What can't be copied keeps everything as it is.
 *
 * @param tell is told of each as soon as nothing stands between it and its end
 * @throws BacklotError `LastCopyFailed`, `StoreNotEmptied`
 */
export async function makeLastCopies(
  session: Session,
  stack: SessionStack,
  losses: readonly Loss[],
  tell: (lost: ReleasedLoss) => void,
): Promise<void> {
  const stored = await storedAttributes(session.cloud, stack.state);
  for (const loss of losses) {
    const attributes = stored.get(loss.address);
    if (loss.lastCopy && !attributes) throw unknownNow(loss);
    const copy = attributes && loss.lastCopy ? await copyOf(session, loss, attributes) : undefined;
    const { action, address, holds, name } = loss;
    tell({ name, stack: stack.id, address, action, holds, ...(copy ? { lastCopy: copy } : {}) });
  }
  for (const loss of losses) {
    const attributes = stored.get(loss.address);
    if (attributes && loss.emptied) await empty(session, loss, attributes);
  }
}

/** What no state has was never ours to copy: it is taken in first, and lost by a plan of its own. */
function unknownNow({ name, physical }: Loss): BacklotError {
  return new BacklotError({
    code: 'LastCopyFailed',
    message: `no last copy of ${name} ('${physical}') can be made, as no state has it yet; it was left as it is`,
    hints: ['make a copy by hand, or take it in by a plan that replaces nothing'],
  });
}

async function copyOf(session: Session, loss: Loss, attributes: Attributes): Promise<LastCopy> {
  const way = STORES[loss.type].lastCopy;
  if (!way) throw new Error(`'${loss.type}' has no last copy`); // it says so itself
  const { cloud, environment, journal, progress } = session;
  const wanted = copyName(loss.physical, way.longestName);
  const id = `last-copy/${loss.name}`;
  const began = performance.now();
  progress.emit({ type: 'step-started', id, title: `${way.method} of ${loss.name}` });
  const tags = {
    'backlot:platform': environment.platform,
    'backlot:environment': environment.id,
    [LAST_COPY_TAG]: loss.name,
  };
  const entry = { step: `last-copy/${loss.name}`, intent: `making a last copy of ${loss.name}: ${wanted}` };
  const end = (status: 'done' | 'failed', message: string) =>
    progress.emit({ type: 'step-finished', id, status, message, durationMs: performance.now() - began });
  try {
    const name = await journaled(journal, entry, () =>
      way.make(inRegion(cloud, attributes.region), attributes, wanted, tags),
    );
    end('done', name);
    return { of: loss.name, kind: way.method, name };
  } catch (error) {
    end('failed', (error as Error).message);
    if (error instanceof BacklotError) throw error;
    throw new BacklotError({
      code: 'LastCopyFailed',
      message: `the last copy of ${loss.name} ('${wanted}') could not be made: ${(error as Error).message}; it was left as it is`,
      source: 'upstream',
      actions: [`backlot backups create ${environment.id}`],
      cause: error,
    });
  }
}

async function empty(session: Session, loss: Loss, attributes: Attributes): Promise<void> {
  const { cloud, environment, journal, progress } = session;
  progress.emit({ type: 'note', level: 'info', message: `deleting all that '${loss.physical}' holds: ${loss.holds}` });
  const entry = { step: `emptying/${loss.name}`, intent: `emptying ${loss.name}` };
  try {
    await journaled(journal, entry, async () =>
      STORES[loss.type].empty?.run(inRegion(cloud, attributes.region), attributes),
    );
  } catch (cause) {
    throw new BacklotError({
      code: 'StoreNotEmptied',
      message: `'${loss.physical}' could not be emptied: ${(cause as Error).message}`,
      source: 'upstream',
      actions: [`backlot plan ${environment.id}`],
      cause,
    });
  }
}
