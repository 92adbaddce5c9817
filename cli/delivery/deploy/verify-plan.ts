import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Session } from '../../session/open/session.js';
import { planFile, type SavedPlan } from '../plan/saved-plan.js';
import type { States } from '../plan/upstream-outputs.js';

/**
 * Makes sure that what was reviewed is what will be applied: configuration, states, tool and plan files are those of the
 * time when the plan was made.
 *
 * @throws BacklotError `StalePlan` naming each stack and what changed about it.
 */
export async function verifyPlan(session: Session, saved: SavedPlan, folder: string, states: States): Promise<void> {
  const { environment, cloud, terraform } = session;
  const found: { stack?: string; what: string }[] = [];
  if (saved.account !== cloud.accountId || saved.region !== cloud.region || saved.endpoint !== cloud.endpoint) {
    const then = [saved.account, saved.region, saved.endpoint].filter(Boolean).join(' ');
    const now = [cloud.accountId, cloud.region, cloud.endpoint].filter(Boolean).join(' ');
    found.push({ what: `it was made for ${then}, the environment is now at ${now}` });
  }
  if (saved.tool.flavor !== terraform.flavor || saved.tool.version !== terraform.version) {
    const { flavor, version } = saved.tool;
    found.push({ what: `it was made by ${flavor} ${version}, this is ${terraform.flavor} ${terraform.version}` });
  }
  for (const { id, hash, state: location } of session.stacks) {
    const then = saved.stacks[id];
    if (!then) {
      found.push({ stack: id, what: 'is new' });
      continue;
    }
    if (then.hash !== hash) found.push({ stack: id, what: 'its configuration changed' });
    const change = stateChange(then.state, states.get(location.key));
    if (change) found.push({ stack: id, what: change });
    if (then.planHash && then.planHash !== (await hashOf(planFile(folder, id)))) {
      found.push({ stack: id, what: 'its saved plan file was altered' });
    }
  }
  for (const id of Object.keys(saved.stacks)) {
    if (!session.stacks.some((stack) => stack.id === id)) found.push({ stack: id, what: 'is no longer there' });
  }
  if (found.length === 0) return;
  const said = found.map(({ stack, what }) => (stack ? `stack '${stack}': ${what}` : what)).join('; ');
  throw new BacklotError({
    code: 'StalePlan',
    message: `plan '${saved.result.planId}' of ${saved.createdAt} no longer fits, nothing was applied: ${said}`,
    actions: [`backlot plan ${environment.id}`],
    details: { planId: saved.result.planId, changed: found },
  });
}

type StateMark = { readonly serial: number; readonly lineage: string } | undefined;

function stateChange(then: StateMark, now: StateMark): string | undefined {
  if (!then && !now) return undefined;
  if (!then) return `it has been applied since (its state has serial ${now?.serial})`;
  if (!now) return `its state is gone (it had serial ${then.serial})`;
  if (then.lineage !== now.lineage) return `its state was made anew (lineage ${now.lineage}, not ${then.lineage})`;
  return then.serial === now.serial ? undefined : `its state went from serial ${then.serial} to ${now.serial}`;
}

async function hashOf(file: string): Promise<string> {
  const content = await readFile(file).catch(() => Buffer.of());
  return createHash('sha256').update(content).digest('hex');
}
