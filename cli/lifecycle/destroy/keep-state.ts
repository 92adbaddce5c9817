import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADOPTION, SHARED_VARIABLES } from '../../session/foundation/adopt-foundation.js';
import { declaredFoundation } from '../../session/foundation/declared-foundation.js';
import { otherUsersOfProvider } from '../../session/foundation/github-provider.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';

/**
 * The session, with a foundation whose removal is planned from a folder that declares nothing: all that the stack has goes,
 * but the state bucket is forgotten, in which the state of the stack itself lies, with what guards its ledger, and what other environments of the account
 * use.
 */
export function keepStateBucket(session: Session): Session {
  const keep = (stack: SessionStack): SessionStack =>
    stack.id === 'foundation' && !stack.orphan ? { ...stack, empty: () => emptyFoundation(session, stack) } : stack;
  return { ...session, stacks: session.stacks.map(keep), selected: session.selected.map(keep) };
}

/** Rewrites the folder; the next synthesis writes it anew. */
async function emptyFoundation(session: Session, stack: SessionStack): Promise<void> {
  const declared = await declaredFoundation(stack.folder, stack.state.bucket);
  const state = await session.readState(stack);
  const known = new Set((state?.resources ?? []).map(({ address }) => address.replace(/\[.*\]$/, '')));
  const shared = declared ? await sharedProvider(session, declared.provider, known) : [];
  const outlives = [...(declared?.bucket.values() ?? []), ...(declared?.ledger.values() ?? [])];
  const kept = [...outlives, ...shared].filter((address) => known.has(address));
  const removed = kept.map((from) => ({ from, lifecycle: { destroy: false } }));
  const file = join(stack.folder, 'cdk.tf.json');
  const { terraform, provider } = JSON.parse(await readFile(file, 'utf8'));
  const emptied = { terraform, provider, ...(removed.length > 0 ? { removed } : {}) };
  await writeFile(file, JSON.stringify(emptied, undefined, 2));
  for (const beside of [ADOPTION, SHARED_VARIABLES]) await rm(join(stack.folder, beside), { force: true });
}

/** The account's provider of GitHub tokens stays while somebody else's roles trust it. */
async function sharedProvider(
  session: Session,
  provider: string | undefined,
  known: ReadonlySet<string>,
): Promise<string[]> {
  if (!provider || !known.has(provider)) return [];
  const users = await otherUsersOfProvider(session.cloud, session.environment);
  if (users.length === 0) return [];
  const message = `the account's provider of GitHub tokens stays: ${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} it`;
  session.progress.emit({ type: 'note', level: 'info', message });
  return [provider];
}
