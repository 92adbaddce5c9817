import { join } from 'node:path';
import { judgePlans, type Loss } from '../../../delivery/losses/index.js';
import { countChanges, planChanges } from '../../../delivery/plan/plan-changes.js';
import type { StackPlan } from '../../../delivery/plan/plan-result.js';
import { withJudgement } from '../../../delivery/plan/with-judgement.js';
import { appliedFolder, readApplied } from '../../../session/applied/index.js';
import { withTerraform } from '../../../session/driver/stack-terraform.js';
import type { Session } from '../../../session/open/session.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
import type { DriftedResource, DriftOwner, RevertResult } from '../drift-result.js';
import { hasKind } from '../seal-owner.js';

/** How the outside changes of one stack are set back. */
export interface PlannedRevert {
  /** In a folder that holds what was applied last. */
  readonly stack: SessionStack;
  readonly plan: StackPlan;
  /** The saved plan. */
  readonly file: string;
  readonly addresses: readonly string[];
}

/** What can be set back, and what can't. */
export interface RevertPlans {
  readonly planned: readonly PlannedRevert[];
  readonly refused: RevertResult['refused'];
}

/** Plans the way back for each stack that was changed outside: only those resources, and only to what was applied last. */
export async function planReverts(
  session: Session,
  owners: readonly DriftOwner[],
  folder: string,
): Promise<RevertPlans> {
  const planned: PlannedRevert[] = [];
  const refused: RevertPlans['refused'][number][] = [];
  for (const stack of session.selected) {
    const owner = owners.find(({ id }) => id === stack.id);
    const resources = owner?.resources.filter((resource) => hasKind(resource, 'outside')) ?? [];
    if (!owner || resources.length === 0) continue;
    const refuse = (some: readonly DriftedResource[], reasonOf: (address: string) => string) =>
      refused.push(...some.map(({ address }) => ({ owner: stack.id, address, reason: reasonOf(address) })));
    const base = await declarationToReturnTo(session, stack, owner, folder);
    if (!base) {
      refuse(resources, () => NOT_ON_RECORD);
      continue;
    }
    // What can't be set back doesn't keep its siblings, unless they can't be set back without it.
    for (let left = resources; left.length > 0; ) {
      const made = await planOne(session, base, left, folder);
      const stops = stopsOf(made.plan);
      const [first] = stops.values();
      if (first === undefined) {
        planned.push(made);
        break;
      }
      const stopped = left.filter(({ address }) => stops.has(address));
      refuse(stopped.length > 0 ? stopped : left, (address) => stops.get(address) ?? first);
      left = stopped.length > 0 ? left.filter(({ address }) => !stops.has(address)) : [];
    }
  }
  return { planned, refused };
}

/** Why a revert must not be applied, by address. */
function stopsOf({ guards = [], losses = [] }: StackPlan): ReadonlyMap<string, string> {
  return new Map([
    ...guards.map(
      ({ address, physical, reason }) => [address, `setting it back would delete ${physical}: ${reason}`] as const,
    ),
    ...losses.map(
      (lost) =>
        [
          lost.address,
          `setting it back would ${lost.action} ${lost.address}, which holds ${lost.holds}${wayOut(lost)}`,
        ] as const,
    ),
  ]);
}

function wayOut({ wayBack }: Loss): string {
  return wayBack ? `; it ${wayBack.words}: ${wayBack.command}` : '';
}

const NOT_ON_RECORD =
  'what it was applied with is not on record, or was applied in part only, and the declaration has changed since: deploy it instead';

/** What was applied last; the present declaration where that is the same in effect. */
async function declarationToReturnTo(
  session: Session,
  stack: SessionStack,
  owner: DriftOwner,
  folder: string,
): Promise<SessionStack | undefined> {
  const applied = await readApplied(session.cloud.objects, stack);
  if (applied?.complete) return appliedFolder(stack, applied, folder);
  return owner.code === 0 ? stack : undefined;
}

async function planOne(
  session: Session,
  stack: SessionStack,
  resources: readonly DriftedResource[],
  folder: string,
): Promise<PlannedRevert> {
  const began = performance.now();
  const file = join(folder, `${stack.id}.revert.tfplan`);
  const state = await session.readState(stack);
  const stateTypes = (state?.resources ?? []).map(({ type }) => type);
  const addresses = resources.map(({ address }) => address);
  const changes = await withTerraform(session, stack, { purpose: 'revert', stateTypes }, async (terraform) => {
    const { changed } = await terraform.plan(file, { targets: addresses });
    return changed ? planChanges(await terraform.show(file)) : { changes: [], drift: [], outputs: [] };
  });
  const plan: StackPlan = {
    id: stack.id,
    status: changes.changes.length + changes.outputs.length > 0 ? 'changed' : 'unchanged',
    ...changes,
    // The preview is of what happens; where it comes from has been told.
    drift: [],
    ...countChanges(changes.changes),
    resources: stack.resources,
    cached: false,
    durationMs: Math.round(performance.now() - began),
  };
  const judged = withJudgement(plan, await judgePlans(session, [{ plan }]));
  return { stack, plan: judged, file, addresses };
}
