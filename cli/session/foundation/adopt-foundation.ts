import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { OWNS_GITHUB_PROVIDER } from '../../../stacks/github-provider.js';
import { isLedgerGuard } from '../../../stacks/ledger-location.js';
import type { Cloud } from '../cloud/index.js';
import type { SessionStack } from '../stacks/session-stack.js';
import { type DeclaredFoundation, declaredFoundation } from './declared-foundation.js';
import { findGithubProvider } from './github-provider.js';

/** Beside the configuration of the stack: what its next apply takes over. */
export const ADOPTION = 'adopt.tf.json';

/** Beside it too: what the stack leaves to another one. */
export const SHARED_VARIABLES = 'shared.auto.tfvars.json';

/**
 * Lets the foundation take over what exists already: the state bucket, which comes before any stack, what guards its ledger, and the account's
 * provider of GitHub tokens. A plan shows each as an import; once the state has it, nothing is left to do.
 */
export async function adoptFoundation(
  cloud: Cloud,
  environment: Environment,
  stacks: readonly SessionStack[],
): Promise<void> {
  const stack = stacks.find(({ id, orphan }) => id === 'foundation' && !orphan);
  const declared = stack && (await declaredFoundation(stack.folder, stack.state.bucket));
  if (!stack || !declared) return;
  const state = await cloud.states.read(stack.state);
  const known = new Set((state?.resources ?? []).map(({ address }) => address.replace(/\[.*\]$/, '')));
  const provider = await adoptProvider(cloud, environment, declared, known);
  const ledger = await adoptLedger(cloud, declared, known);
  const imports = [...(await adoptBucket(cloud, declared, known)), ...ledger, ...provider.imports];
  const { folder } = stack;
  const left = leftLedger(declared, known);
  const adoption = {
    ...(imports.length > 0 ? { import: imports } : {}),
    ...(left.length > 0 ? { removed: left.map((from) => ({ from, lifecycle: { destroy: false } })) } : {}),
  };
  await keep(join(folder, ADOPTION), Object.keys(adoption).length > 0 ? adoption : undefined);
  await keep(join(folder, SHARED_VARIABLES), provider.owned ? undefined : { [OWNS_GITHUB_PROVIDER]: false });
}

interface Import {
  readonly to: string;
  readonly id: string;
}

async function adoptBucket(
  { stateBucket }: Cloud,
  { bucket }: DeclaredFoundation,
  known: ReadonlySet<string>,
): Promise<Import[]> {
  if ([...bucket.values()].every((address) => known.has(address))) return [];
  return (await stateBucket.inspect()).flatMap(({ type, id }) => {
    const to = bucket.get(type);
    return to !== undefined && id !== '' && !known.has(to) ? [{ to, id }] : [];
  });
}

/** A destroy leaves key and heads where it leaves the ledger. */
async function adoptLedger(
  { signing }: Cloud,
  { ledger }: DeclaredFoundation,
  known: ReadonlySet<string>,
): Promise<Import[]> {
  if (!signing || [...ledger.values()].every((address) => known.has(address))) return [];
  return [...(await signing.inspect())].flatMap(([type, id]) => {
    const to = ledger.get(type);
    return to !== undefined && !known.has(to) ? [{ to, id }] : [];
  });
}

/**
 * A release from before the ledger had a guard declares none. Going back to it must not delete what the ledger stands on: it is
 * forgotten, goes on signing, and is taken over again by the next deploy.
 */
function leftLedger({ ledger }: DeclaredFoundation, known: ReadonlySet<string>): string[] {
  return ledger.size > 0 ? [] : [...known].filter(isLedgerGuard);
}

async function adoptProvider(
  cloud: Cloud,
  environment: Environment,
  { provider }: DeclaredFoundation,
  known: ReadonlySet<string>,
): Promise<{ owned: boolean; imports: Import[] }> {
  if (!provider || known.has(provider)) return { owned: true, imports: [] };
  const found = await findGithubProvider(cloud, environment);
  if (!found) return { owned: true, imports: [] };
  return found.ours
    ? { owned: true, imports: [{ to: `${provider}[0]`, id: found.arn }] }
    : { owned: false, imports: [] };
}

async function keep(file: string, content: object | undefined): Promise<void> {
  if (content) await writeFile(file, JSON.stringify(content, undefined, 2));
  else await rm(file, { force: true });
}
