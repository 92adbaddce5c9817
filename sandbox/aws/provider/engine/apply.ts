import { setTimeout as delay } from 'node:timers/promises';
import type { ApiObject, Attributes, Context, Step } from '../../handlers/contract.js';
import { ApiError, isAbsent } from '../client/api-error.js';
import { fill, pickPath } from '../mapping/template.js';
import { isUnknown, isZero, type ValueObject, withoutUnknown } from '../values/value.js';
import { callInput, triggersOf } from './calls.js';
import { holds, look } from './read.js';
import { reconcile } from './reconcile.js';
import { isPassing, resourceContext } from './resource-context.js';
import { listOf, operationOf, type ResourceType } from './resource-type.js';
import { addTags, isTaggable, writeTags } from './tags.js';

/** How an apply ended: the state to keep, also when it failed on the way. */
export interface Applied {
  readonly state: ValueObject | null;
  readonly error?: unknown;
}

const RETRY_PAUSE_MS = 200;
const RETRIES = 20;
let generated = 0;

export async function create(resource: ResourceType, planned: ValueObject, config: ValueObject): Promise<Applied> {
  const { handler } = resource;
  let state = withoutUnknown(planned) as Attributes;
  nameWhatIsUnnamed(planned, state);
  const make = () =>
    resourceContext(resource, { doing: 'create', state, config: withoutUnknown(config) as Attributes });
  let exists = false;
  try {
    let tagged = false;
    for (const [index, step] of listOf(handler.create).entries()) {
      if (index > 0 && !(await isWanted(resource, step, state))) continue;
      if ('run' in step) state = { ...state, ...((await retried(resource, () => step.run(state, make()))) ?? {}) };
      else {
        const context = make();
        const input = await callInput(resource, step, 'create', state, context);
        if (index === 0 && isTaggable(resource))
          tagged = addTags(resource, await shapeOf(resource, step.call), state, input);
        const answer = await retried(resource, () => context.call(step.call, input));
        if (index === 0) state = { ...state, ...told(resource, answer, state, context) };
      }
      if (index === 0) {
        exists = true;
        if (handler.id && (state.id === null || state.id === undefined))
          state = { ...state, id: fill(handler.id, state, make()) };
      }
    }
    if (!tagged && isTaggable(resource) && !handler.recorded) {
      const known = await look(resource, state, make());
      const arns = known ? { ...state, arn: known.attributes.arn ?? state.arn } : state;
      await writeTags(resource, {}, arns, resourceContext(resource, { doing: 'create', state: arns }));
    }
    return { state: await settled(resource, state, 'create') };
  } catch (error) {
    return { state: exists ? (withoutUnknown({ ...planned, ...state } as ValueObject) as ValueObject) : null, error };
  }
}

export async function update(
  resource: ResourceType,
  prior: ValueObject,
  planned: ValueObject,
  config: ValueObject,
): Promise<Applied> {
  const state: Attributes = { ...(withoutUnknown(planned) as Attributes), id: prior.id };
  const occasion = {
    doing: 'update',
    state,
    prior: prior as Attributes,
    config: withoutUnknown(config) as Attributes,
  } as const;
  const context = resourceContext(resource, occasion);
  try {
    for (const step of listOf(resource.handler.update)) {
      const triggers = await triggersOf(resource, step);
      const always = 'run' in step && !step.when;
      if (!always && ![...triggers].some((name) => context.changed.has(name))) continue;
      if ('run' in step) Object.assign(state, (await step.run(state, context)) ?? {});
      else await context.call(step.call, await callInput(resource, step, 'update', state, context));
    }
    if (isTaggable(resource) && !resource.handler.recorded) {
      await writeTags(resource, (prior.tags_all ?? {}) as Record<string, string>, state, context);
    }
    return { state: await settled(resource, state, 'update') };
  } catch (error) {
    const seen = await look(resource, prior as Attributes, context).catch(() => undefined);
    return { state: seen ? reconcile(resource, prior, seen, context.region) : prior, error };
  }
}

export async function remove(resource: ResourceType, prior: ValueObject): Promise<Applied> {
  const state = prior as Attributes;
  const context = resourceContext(resource, { doing: 'delete', state, prior: state });
  try {
    for (const step of listOf(resource.handler.delete)) {
      try {
        if ('run' in step) await step.run(state, context);
        else await context.call(step.call, await callInput(resource, step, 'delete', state, context));
      } catch (error) {
        if (!isAbsent(error, resource.handler.notFound)) throw error;
      }
    }
    if (resource.handler.ready) {
      await context.poll('to be gone', async () => ((await look(resource, state, context)) ? undefined : true));
    }
    return { state: null };
  } catch (error) {
    return { state: prior, error };
  }
}

/** The state as the API has it; null when the resource is gone. */
export async function refresh(resource: ResourceType, prior: ValueObject): Promise<ValueObject | null> {
  const context = resourceContext(resource, { doing: 'read', state: prior as Attributes });
  if (resource.handler.recorded) return prior;
  const sight = await look(resource, prior as Attributes, context);
  return sight ? reconcile(resource, prior, sight, context.region) : null;
}

async function settled(resource: ResourceType, state: Attributes, doing: 'create' | 'update'): Promise<ValueObject> {
  const { handler } = resource;
  const context = resourceContext(resource, { doing, state });
  const sight = await context.poll('to be ready', async () => {
    const seen = await look(resource, state, context);
    if (!seen) return undefined;
    if (handler.failed && holds(handler.failed, seen.described)) {
      throw new Error(`${resource.name} ${state.id} ended in a failed state`);
    }
    return !handler.ready || holds(handler.ready, seen.described) ? seen : undefined;
  });
  return reconcile(resource, state as ValueObject, sight, context.region);
}

function told(resource: ResourceType, answer: ApiObject, state: Attributes, context: Context): Attributes {
  const entries = Object.entries(resource.handler.created ?? {});
  return Object.fromEntries(entries.map(([name, path]) => [name, pickPath(answer, path, state, context)]));
}

async function isWanted(resource: ResourceType, step: Step, state: Attributes): Promise<boolean> {
  if ('run' in step && !step.when) return true;
  const triggers = await triggersOf(resource, step);
  return triggers.size === 0 || [...triggers].some((name) => !isZero(state[name]));
}

async function retried<T>(resource: ResourceType, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt > RETRIES || !isPassing(error, resource.handler.retryOn) || !(error instanceof ApiError)) throw error;
      await delay(RETRY_PAUSE_MS, undefined, { signal: resource.run.signal });
    }
  }
}

async function shapeOf(resource: ResourceType, call: string) {
  const { service, operation } = operationOf(resource.handler, call);
  return (await resource.run.clients.operation(service, operation)).input;
}

/** A name that is left to the provider: its prefix, or `terraform-`, and something unique. */
function nameWhatIsUnnamed(planned: ValueObject, state: Attributes): void {
  const prefixed = Object.keys(planned).filter((name) => `${name}_prefix` in planned);
  for (const name of new Set(['name', ...prefixed])) {
    if (!isUnknown(planned[name])) continue;
    const prefix = state[`${name}_prefix`] ?? 'terraform-';
    state[name] = `${prefix}${Date.now()}${String(++generated).padStart(6, '0')}`;
  }
}
