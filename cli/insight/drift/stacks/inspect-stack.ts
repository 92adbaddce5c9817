import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanJson } from '../../../adapters/terraform/index.js';
import { missingUpstream, type States } from '../../../delivery/plan/upstream-outputs.js';
import { folderAsApplied } from '../../../delivery/releases/applied-on-record.js';
import { reportError } from '../../../kernel/reported-error.js';
import { type AppliedConfiguration, appliedConfig, readApplied } from '../../../session/applied/index.js';
import { withTerraform } from '../../../session/driver/stack-terraform.js';
import type { Session } from '../../../session/open/session.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
import { declaredAddresses, type StackConfiguration } from '../compare/configuration-change.js';
import { stackDrift } from '../compare/resource-drift.js';
import type { DriftedResource, DriftOwner } from '../drift-result.js';
import { sealOwner } from '../seal-owner.js';

/**
 * Looks at one stack; that it can't be looked at is part of the result. Takes no lock and changes nothing: a role that may
 * read is enough.
 *
 * @param folder takes the plan, which holds secrets; the caller removes it.
 */
export async function inspectStack(
  session: Session,
  stack: SessionStack,
  { states, folder }: { readonly states: States; readonly folder: string },
): Promise<DriftOwner> {
  const began = performance.now();
  let applied: AppliedConfiguration | undefined;
  const seal = (resources: readonly DriftedResource[], parts: Partial<DriftOwner> = {}) =>
    sealOwner(stack.id, resources, { began, ...(applied ? { appliedAt: applied.at } : {}), ...parts });
  try {
    const state = states.get(stack.state.key);
    const now = JSON.parse(await readFile(join(stack.folder, 'cdk.tf.json'), 'utf8')) as StackConfiguration;
    if (!state || state.resources.length === 0)
      return seal(neverApplied(stack, now), { reason: 'it was never applied' });
    applied = await readApplied(session.cloud.objects, stack);
    const then = applied?.complete ? (appliedConfig(applied) as StackConfiguration) : undefined;
    const reason = missingUpstream(stack, session.stacks, states);
    if (!reason)
      return seal(stackDrift({ stack: stack.id, plan: await look(session, stack, folder), now, applied: then }));
    // What is declared can't be planned yet: what was applied still can, and the rest is told by the configurations.
    if (!applied || !then) return seal([], { status: 'unknown', reason: `it can't be planned: ${reason}` });
    const before = await folderAsApplied(session, stack, applied, folder);
    const outside = stackDrift({
      stack: stack.id,
      plan: await look(session, before, folder),
      now: then,
      applied: then,
    });
    return seal(outside, { reason: `what is declared now can't be planned yet: ${reason}` });
  } catch (error) {
    const reported = reportError(error);
    return seal([], { status: 'unknown', reason: reported.message.split('\n')[0], error: reported });
  }
}

async function look(session: Session, stack: SessionStack, folder: string): Promise<PlanJson> {
  const state = await session.readState(stack);
  const stateTypes = (state?.resources ?? []).map(({ type }) => type);
  return withTerraform(session, stack, { purpose: 'drift', stateTypes }, async (terraform) => {
    terraform.assertStateSaved();
    const file = join(folder, `${stack.id}.tfplan`);
    await terraform.plan(file);
    return terraform.show(file);
  });
}

function neverApplied({ id }: SessionStack, now: StackConfiguration): DriftedResource[] {
  return declaredAddresses(now).map(({ address, type }) => ({
    address,
    type,
    owner: id,
    change: 'missing',
    kind: 'code',
    attributes: [],
  }));
}
