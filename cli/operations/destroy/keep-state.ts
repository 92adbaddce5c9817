import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADOPTION, SHARED_VARIABLES } from '../bootstrap/adopt-foundation.js';
import { declaredFoundation } from '../bootstrap/declared-foundation.js';
import { otherUsersOfProvider } from '../bootstrap/github-provider.js';
import type { Session, SessionStack } from '../driver/session.js';

/**
 * The session, with a foundation that declares nothing: a plan of it removes all that the stack has, but forgets the
 * state bucket, in which the state of the stack itself lies, and what other environments of the account use.
 */
export async function keepStateBucket(session: Session): Promise<Session> {
  const emptied = await Promise.all(session.stacks.map((stack) => emptyFoundation(session, stack)));
  const chosen = new Set(session.selected.map(({ id }) => id));
  return { ...session, stacks: emptied, selected: emptied.filter(({ id }) => chosen.has(id)) };
}

async function emptyFoundation(session: Session, stack: SessionStack): Promise<SessionStack> {
  if (stack.id !== 'foundation' || stack.orphan) return stack;
  const declared = await declaredFoundation(stack.folder, stack.state.bucket);
  if (!declared) return stack;
  const state = await session.readState(stack);
  const known = new Set((state?.resources ?? []).map(({ address }) => address.replace(/\[.*\]$/, '')));
  const kept = [...declared.bucket.values(), ...(await sharedProvider(session, declared.provider, known))];
  const file = join(stack.folder, 'cdk.tf.json');
  const { terraform, provider } = JSON.parse(await readFile(file, 'utf8'));
  const removed = kept.filter((address) => known.has(address)).map((from) => ({ from, lifecycle: { destroy: false } }));
  // The next synthesis writes it anew.
  await writeFile(
    file,
    JSON.stringify({ terraform, provider, ...(removed.length > 0 ? { removed } : {}) }, undefined, 2),
  );
  for (const beside of [ADOPTION, SHARED_VARIABLES]) await rm(join(stack.folder, beside), { force: true });
  return { ...stack, emptied: true };
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
