import { existsSync } from 'node:fs';
import { isDataBearing, resourceType } from '../../../resources/index.js';
import type { StateFile } from '../../adapters/aws/index.js';
import type { PlanJson } from '../../adapters/terraform/index.js';
import { reportError } from '../../kernel/reported-error.js';
import { withTerraform } from '../../session/driver/stack-terraform.js';
import { assertStateStored } from '../../session/driver/unsaved-state.js';
import type { JournalCreate } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { adoptCommand, describeLeft, isInTheWay, nameTaken } from './left-outside.js';
import { createsOf, importOutside, planAdopting, type ShownPlan } from './outside.js';
import { countChanges, planChanges } from './plan-changes.js';
import type { StackPlan } from './plan-result.js';
import { assertFirstNames, renamedFromNothing } from './renamed-from-nothing.js';
import type { UnchangedCache } from './unchanged-cache.js';
import { missingUpstream, type States } from './upstream-outputs.js';

/** Addresses that a plan would change in a way that only making them anew can do. */
function chosenAtCreation({ resource_changes: changes = [] }: PlanJson): string[] {
  return changes.flatMap(({ address, type, change }) => {
    if (change.actions.join() !== 'update') return [];
    const [before, after] = [change.before, change.after] as Readonly<Record<string, unknown>>[];
    return resourceType(type)?.chosenAtCreation?.some((key) => after?.[key] && after[key] !== before?.[key])
      ? [address]
      : [];
  });
}

/** A planned stack and what is needed to go on with it. */
export interface PlannedStack {
  readonly plan: StackPlan;
  /** Outputs that the plan changes. */
  readonly changedOutputs: ReadonlySet<string>;
  /** The saved plan. @default none: Terraform was not started, or failed */
  readonly file?: string;
  /** Attributes of what may hold data, and of all that goes, by address: as it is, or as it will be made. They hold secrets. @default none is touched */
  readonly beside?: ReadonlyMap<string, Attributes>;
  /** What it will create, for the journal. @default not looked at: `plan` names their addresses */
  readonly creates?: readonly JournalCreate[];
}

/** How to plan a stack. */
export interface PlanStackOptions {
  readonly refresh: boolean;
  /** Plan the removal of everything in it. */
  readonly destroy: boolean;
  /** Where the saved plan goes. */
  readonly file: string;
  readonly states: States;
  readonly cache: UnchangedCache;
  /** What the cloud holds, as {@link Cloud.revision} names it. */
  readonly revision?: string;
}

/** Plans one stack; what goes wrong is part of the result. */
export async function planStack(
  session: Session,
  stack: SessionStack,
  options: PlanStackOptions,
): Promise<PlannedStack> {
  const began = performance.now();
  const seal = (parts: Partial<StackPlan> & Pick<StackPlan, 'status'>): StackPlan => ({
    id: stack.id,
    ...countChanges(parts.changes ?? []),
    changes: [],
    drift: [],
    outputs: [],
    resources: stack.resources,
    cached: false,
    ...parts,
    durationMs: Math.round(performance.now() - began),
  });
  const reason = options.destroy ? undefined : missingUpstream(stack, session.stacks, options.states);
  if (reason) return { plan: seal({ status: 'deferred', reason }), changedOutputs: new Set() };
  const state = options.states.get(stack.state.key);
  const upstream = [...stack.reads.keys()].flatMap((key) => options.states.get(key) ?? []);
  const { cache, refresh, revision } = options;
  const basis = state && !options.destroy ? { stack, state, upstream, refresh, revision } : undefined;
  const intended = (await session.unsettled()).createsOf(stack.id);
  const unsettled = intended !== undefined;
  if (basis && !unsettled && (await cache.knows(basis))) {
    return { plan: seal({ status: 'unchanged', cached: true }), changedOutputs: new Set() };
  }
  try {
    const made = await runPlan(session, stack, state, { ...options, intended });
    // Before anything is judged by what it holds: an empty store would go without a word.
    const anew = options.destroy ? [] : renamedFromNothing(session.environment, made.changes, state);
    for (const words of assertFirstNames(anew)) session.tell(words, 'warning');
    const status = made.changed ? 'changed' : 'unchanged';
    if (basis && status === 'unchanged') await cache.remember(basis, made.told);
    const { changes, drift, outputs } = made;
    return {
      plan: seal({ status, changes, drift, outputs }),
      changedOutputs: new Set(made.changedOutputs),
      file: existsSync(options.file) ? options.file : undefined,
      creates: made.creates,
      beside: made.beside,
    };
  } catch (error) {
    return { plan: seal({ status: 'failed', error: reportError(error) }), changedOutputs: new Set() };
  }
}

async function runPlan(
  session: Session,
  stack: SessionStack,
  state: StateFile | undefined,
  { file, refresh, destroy, intended }: PlanStackOptions & { readonly intended?: readonly JournalCreate[] },
) {
  const stateTypes = (state?.resources ?? []).map(({ type }) => type);
  return withTerraform(session, stack, { purpose: 'plan', stateTypes }, async (terraform, provider) => {
    await assertStateStored(session, stack);
    const plan = async (removal: boolean, replace: readonly string[] = []): Promise<ShownPlan> => {
      const { changed, changedOutputs } = await terraform.plan(file, { refresh, destroy: removal, replace });
      // Showing a plan starts Terraform again: only when there is something to show. Drift that calls for no change is none.
      const shown = { changed, changedOutputs, json: changed ? await terraform.show(file) : {} };
      const anew = replace.length === 0 ? chosenAtCreation(shown.json) : [];
      return anew.length > 0 ? plan(removal, anew) : shown;
    };
    // A removal knows only what is in the state: what a killed run left outside of it is taken in first.
    if (intended && destroy) await importOutside(session, stack, terraform, () => plan(false));
    if (destroy) await stack.empty?.();
    const { json, ...made } = destroy
      ? await plan(!stack.empty)
      : await planBeside(session, stack, () => plan(false), intended);
    const told = made.changed ? undefined : await provider.told?.();
    return { ...made, ...planChanges(json), told, creates: createsOf(json), beside: attributesTouched(json) };
  });
}

/** Of what may hold data, and of all that goes, as it is now. */
function attributesTouched(json: PlanJson): Map<string, Attributes> {
  const touched = (json.resource_changes ?? []).filter(
    ({ mode, type, change }) => mode !== 'data' && (isDataBearing(type) || change.actions.includes('delete')),
  );
  return new Map(
    touched.map(({ address, change }) => [address, (change.before ?? change.after ?? {}) as Attributes] as const),
  );
}

/** The plan of what is to be there, or the error of a name that somebody else has. */
async function planBeside(
  session: Session,
  stack: SessionStack,
  plan: () => Promise<ShownPlan>,
  intended: readonly JournalCreate[] | undefined,
): Promise<ShownPlan> {
  const { left, ...made } = await planAdopting(session, stack, plan, { intended });
  const taken = left.filter(isInTheWay);
  if (taken.length > 0) throw nameTaken(session, stack.id, taken);
  for (const each of left) {
    const command = adoptCommand(session.environment, [each]);
    const message = `'${stack.id}': ${describeLeft(each)}. It is left as it is, and another one is made; to take it in instead: ${command}`;
    session.progress.emit({ type: 'note', level: 'warning', message });
  }
  return made;
}
