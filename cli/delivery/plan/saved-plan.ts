import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Session } from '../../session/open/session.js';
import { parseSavedPlan, type SavedPlan, type SavedStack } from './parse-saved-plan.js';
import type { PlanResult } from './plan-result.js';
import type { PlannedStack } from './plan-stack.js';
import type { SavedServices } from './service-plan.js';
import type { States } from './upstream-outputs.js';

const PLANS_KEPT = 10;

export type { SavedPlan, SavedStack } from './parse-saved-plan.js';

/** A folder for the plan files of a plan that has no id yet. */
export async function draftFolder(session: Session): Promise<string> {
  const folder = await mkdtemp(join(session.workspace.plans, '.draft-'));
  await chmod(folder, 0o700);
  return folder;
}

/** What is saved of a plan. */
export interface PlanToSave {
  readonly states: States;
  readonly planned: ReadonlyMap<string, PlannedStack>;
  readonly result: Omit<PlanResult, 'planId'>;
  /** @default nothing is bound */
  readonly services?: SavedServices;
  /** @default false */
  readonly removal?: boolean;
}

/** Gives a draft its id and keeps it, or nothing of it when that fails. */
export async function savePlan(
  session: Session,
  folder: string,
  { states, planned, result, services, removal }: PlanToSave,
): Promise<{ readonly saved: SavedPlan; readonly folder: string }> {
  const { environment, cloud, terraform, workspace } = session;
  const stacks: Record<string, SavedStack> = {};
  for (const { id, hash, state: location } of session.stacks) {
    const state = states.get(location.key);
    const made = planned.get(id);
    // A plan that was put off must not be applied by mistake.
    if (made?.plan.status === 'deferred') await rm(planFile(folder, id), { force: true });
    const file = made?.file && made.plan.status !== 'deferred' ? await readFile(made.file) : undefined;
    stacks[id] = {
      hash,
      ...(state ? { state: { serial: state.serial, lineage: state.lineage } } : {}),
      ...(file ? { planHash: createHash('sha256').update(file).digest('hex') } : {}),
    };
  }
  const createdAt = new Date().toISOString();
  const planId = createHash('sha256')
    .update(JSON.stringify([environment.id, createdAt, stacks, services]))
    .digest('hex')
    .slice(0, 8);
  const saved: SavedPlan = {
    format: 1,
    environment: environment.id,
    account: cloud.accountId,
    region: cloud.region,
    ...(cloud.endpoint ? { endpoint: cloud.endpoint } : {}),
    createdAt,
    tool: { flavor: terraform.flavor, version: terraform.version },
    stacks,
    ...(services ? { services } : {}),
    ...(removal ? { removal } : {}),
    result: { ...result, planId },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(saved, undefined, 2), { mode: 0o600 });
  const kept = join(workspace.plans, planId);
  await rename(folder, kept);
  await prune(workspace.plans);
  return { saved, folder: kept };
}

/** Where the saved plan of a stack is. */
export function planFile(folder: string, stack: string): string {
  return join(folder, `${stack}.tfplan`);
}

/**
 * Reads a plan that was saved before.
 *
 * @throws BacklotError `UnknownPlan` (exit code 3), `CorruptPlan`
 */
export async function loadPlan(session: Session, planId: string): Promise<{ saved: SavedPlan; folder: string }> {
  const { environment, workspace } = session;
  const known = (await readdir(workspace.plans)).filter((name) => !name.startsWith('.'));
  const actions = [`backlot plan ${environment.id}`];
  if (!known.includes(planId)) {
    const there = await savedAt(workspace.plans, known);
    // None is guessed: ids are hashes, and the one that looks alike may remove what was never reviewed.
    throw new BacklotError({
      code: 'UnknownPlan',
      message: `environment '${environment.id}' has no saved plan '${planId}' on this machine; ${there.length > 0 ? `it has ${there.join(', ')}` : 'it has none'}`,
      exitCode: 3,
      actions,
    });
  }
  const folder = join(workspace.plans, planId);
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return { saved: parseSavedPlan(text, { environment: environment.id, planId }), folder };
  } catch (cause) {
    const { details, message } = cause as Partial<BacklotError>;
    throw new BacklotError({
      code: 'CorruptPlan',
      message: `the saved plan '${planId}' in ${folder} cannot be read: ${details?.reason ?? message}; nothing of it is applied`,
      source: 'platform',
      actions,
      cause,
    });
  }
}

/** Plans with the time that each was saved at, newest first: `3f2a91c0 (2026-11-21T03:00:00Z)`. */
async function savedAt(plans: string, ids: readonly string[]): Promise<string[]> {
  const dated = await Promise.all(ids.map(async (id) => ({ id, time: (await stat(join(plans, id))).mtimeMs })));
  return dated
    .sort((a, b) => b.time - a.time)
    .map(({ id, time }) => `${id} (${new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')})`);
}

async function prune(plans: string): Promise<void> {
  const names = (await readdir(plans)).map((name) => join(plans, name));
  const dated = await Promise.all(names.map(async (path) => ({ path, time: (await stat(path)).mtimeMs })));
  const old = dated.sort((a, b) => b.time - a.time).slice(PLANS_KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
  await mkdir(plans, { recursive: true, mode: 0o700 });
}
