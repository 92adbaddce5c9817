import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { terraformText } from '../../../modules/values/terraform-text.js';
import { applyStack } from '../../delivery/deploy/apply-stack.js';
import { closedGate, judgePlans } from '../../delivery/losses/index.js';
import { countChanges, planChanges } from '../../delivery/plan/plan-changes.js';
import type { ResourceChange, StackPlan } from '../../delivery/plan/plan-result.js';
import { withJudgement } from '../../delivery/plan/with-judgement.js';
import { folderAsApplied } from '../../delivery/releases/applied-on-record.js';
import { readApplied } from '../../session/applied/index.js';
import { withTerraform } from '../../session/driver/stack-terraform.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { BackupOptions } from './backup-options.js';

/** A restored thing that no state knows, and where it belongs. */
export interface Import {
  /** `data/aws_db_instance.postgres-main` */
  readonly address: string;
  readonly id: string;
}

/** What became of the stacks that hang on what was put in place. */
export interface Settled {
  /** Stacks in which something followed. */
  readonly stacks: readonly string[];
  /** Stacks that are not what they were applied as, and why. */
  readonly left: readonly { readonly stack: string; readonly reason: string }[];
}

/**
 * Lets the stacks follow what was put in place: policies that name the resource id of a database, a proxy that reads its
 * secret, outputs that others read. Each is applied again as it was applied last, or, where that would replace something and
 * what is declared by now wouldn't, as it is declared: what else was declared since stays a plan, and nothing is made, replaced
 * or removed for it.
 *
 * @param owners ids of the stacks that have what was restored; all that read from them follow.
 */
export async function settleStacks(
  environment: Environment,
  options: BackupOptions,
  { owners, imports }: { readonly owners: readonly string[]; readonly imports: readonly Import[] },
): Promise<Settled> {
  const { lockTimeoutMs, progress, tooling, interrupts } = options;
  const wish = { lockTimeoutMs, progress, tooling, interrupts, needs: ['terraform'] as const };
  return withSession(environment, { ...wish, changes: 'restore' }, async (session) => {
    const settled: string[] = [];
    const left: { stack: string; reason: string }[] = [];
    const folder = await mkdtemp(join(session.workspace.root, '.restore-'));
    try {
      for (const stack of downstream(session.stacks, owners)) {
        if (session.stop.aborted) left.push({ stack: stack.id, reason: 'stopped as asked' });
        else {
          const mine = imports.filter(({ address }) => address.startsWith(`${stack.id}/`));
          const outcome = await settle(session, stack, { folder, imports: mine });
          if (outcome === 'changed') settled.push(stack.id);
          else if (outcome !== 'unchanged') left.push({ stack: stack.id, reason: outcome });
        }
      }
      return { stacks: settled, left };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** The owners and all that read from them, upstream first. */
function downstream(stacks: readonly SessionStack[], owners: readonly string[]): SessionStack[] {
  const chosen = new Set(owners);
  return stacks.filter(({ id, dependsOn, orphan }) => {
    if (!orphan && dependsOn.some((each) => chosen.has(each))) chosen.add(id);
    return chosen.has(id);
  });
}

/** @returns `changed`, `unchanged`, or why it can't be settled. */
async function settle(
  session: Session,
  stack: SessionStack,
  { folder, imports }: { readonly folder: string; readonly imports: readonly Import[] },
): Promise<string> {
  const state = await session.readState(stack);
  if (!state && imports.length === 0) return 'unchanged';
  try {
    const applied = await readApplied(session.cloud.objects, stack);
    if (!applied?.complete) return 'what it was applied with is not on record';
    const then = await planAs(session, await folderAsApplied(session, stack, applied, folder), imports);
    if (harmOf(then).length === 0) return await follow(session, then);
    if (stack.hash === applied.hash) return `its plan would ${harmOf(then).map(inWords).join(', ')}`;
    // What was applied last may be the edit that the restore makes good, and that is taken back by now.
    const now = await planAs(session, await declaredFolder(stack, folder), imports);
    const refused = refusalOf(then, now);
    return refused ?? (await follow(session, now));
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? '';
  }
}

/** A plan of a stack by one of its configurations. */
interface Follow extends Pick<StackPlan, 'changes' | 'outputs'> {
  readonly as: SessionStack;
  readonly file: string;
}

async function planAs(session: Session, as: SessionStack, imports: readonly Import[]): Promise<Follow> {
  if (imports.length > 0) await writeImports(as, imports);
  const file = join(as.folder, '.restore.tfplan');
  const stateTypes = ((await session.readState(as))?.resources ?? []).map(({ type }) => type);
  const plan = await withTerraform(session, as, { purpose: 'restore', stateTypes }, async (terraform) => {
    terraform.assertStateSaved();
    const { changed } = await terraform.plan(file);
    return changed ? planChanges(await terraform.show(file)) : { changes: [], outputs: [] };
  });
  return { ...plan, as, file };
}

async function follow(session: Session, { as, changes, file, outputs }: Follow): Promise<string> {
  if (changes.length + outputs.length === 0) return 'unchanged';
  const plan = await judged(session, as, { changes, outputs });
  const gate = closedGate(session, `backlot plan ${session.environment.id}`);
  const { error, status } = await applyStack(session, as, { file, plan, gate, purpose: 'apply' });
  return status === 'applied' ? 'changed' : (error?.message ?? status);
}

function harmOf({ changes }: Pick<Follow, 'changes'>): ResourceChange[] {
  return changes.filter(({ action }) => action !== 'update' && action !== 'import');
}

/**
 * Why a stack doesn't follow as it is declared, where it can't as it was applied: undefined when it does. It does by changes
 * in place of what has to follow anyway; what else was declared since stays a plan.
 */
export function refusalOf(then: Pick<Follow, 'changes'>, now: Pick<Follow, 'changes'>): string | undefined {
  const harm = harmOf(now);
  if (harm.length > 0) return `as it is declared now, its plan would ${harm.map(inWords).join(', ')}`;
  const following = new Set(then.changes.map(({ address }) => address));
  const more = now.changes.filter(({ address }) => !following.has(address));
  if (more.length === 0) return undefined;
  const count = `${now.changes.length} ${now.changes.length === 1 ? 'change' : 'changes'} in place`;
  return `as it is declared now, nothing is replaced, but its ${count} are more than what the restore asks for (${more.map(inWords).join(', ')}): they wait for a deploy`;
}

async function judged(
  session: Session,
  { id, resources }: SessionStack,
  { changes, outputs }: Pick<StackPlan, 'changes' | 'outputs'>,
): Promise<StackPlan> {
  const plan: StackPlan = {
    ...{ id, status: 'changed', changes, outputs, drift: [], resources, cached: false, durationMs: 0 },
    ...countChanges(changes),
  };
  return withJudgement(plan, await judgePlans(session, [{ plan }]));
}

function inWords({ action, address }: ResourceChange): string {
  return `${action} ${address}`;
}

/** The stack as it is declared, in a folder of its own below `folder`. */
async function declaredFolder(stack: SessionStack, folder: string): Promise<SessionStack> {
  const path = join(folder, 'declared', stack.id);
  await cp(stack.folder, path, { recursive: true, filter: (from) => !basename(from).startsWith('.terraform') });
  return { ...stack, folder: path };
}

/** Beside its configuration, so that what is kept of it stays what was applied. */
async function writeImports({ folder, id }: SessionStack, imports: readonly Import[]): Promise<void> {
  const blocks = imports.map(({ address, id: named }) => ({
    to: address.slice(id.length + 1),
    id: terraformText(named),
  }));
  await writeFile(join(folder, 'import.tf.json'), JSON.stringify({ import: blocks }), { mode: 0o600 });
}
