import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ApiObject, Attributes, Condition, Context, ReadAction, ReadCall } from '../../handlers/contract.js';
import { isAbsent } from '../client/api-error.js';
import { fromApi } from '../mapping/from-api.js';
import type { Shape } from '../mapping/shape.js';
import { fill, pickPath } from '../mapping/template.js';
import type { ValueObject } from '../values/value.js';
import { readInput } from './calls.js';
import { listOf, operationOf, type ResourceType } from './resource-type.js';
import { tagsOf } from './tags.js';

/** What the API says of a resource. */
export interface Sight {
  /** Attributes that were told; others are not known from the API. */
  readonly attributes: Attributes;
  /** What the first read described: conditions look at it. */
  readonly described: ApiObject;
  /** Dotted paths inside blocks that no member tells. */
  readonly untold: ReadonlySet<string>;
}

/** Asks the API for everything that the handler reads; undefined when the resource is gone. */
export async function look(resource: ResourceType, state: Attributes, context: Context): Promise<Sight | undefined> {
  let attributes: Attributes = {};
  let first: { described: ApiObject; shape?: Shape } | undefined;
  const untold = new Set<string>();
  for (const read of listOf(resource.handler.read)) {
    if ('run' in read) {
      const told = await runRead(resource, read, { ...state, ...attributes }, context);
      if (!told && !first) return undefined;
      first ??= { described: told ?? {} };
      attributes = { ...attributes, ...told };
      continue;
    }
    if (read.when && !read.when(state)) continue;
    const answer = await ask(resource, read, { ...state, ...attributes }, context);
    if (!answer.described && !first) return undefined;
    const described = answer.described ?? {};
    if (!first && resource.handler.gone && holds(resource.handler.gone, described)) return undefined;
    first ??= { described, shape: answer.shape };
    const told = fromApi(described, resource.type, answer.shape, resource.naming, state as ValueObject, untold);
    for (const [name, value] of Object.entries(told)) {
      if (read.only ? read.only.includes(name) : !(name in attributes)) attributes[name] = value;
    }
    for (const [name, value] of Object.entries(read.set?.(described, { ...state, ...attributes }, context) ?? {})) {
      if (value !== undefined) attributes[name] = value;
    }
  }
  if (!first) return undefined;
  addComputed(resource, attributes, state, context);
  const tags = await tagsOf(resource, { ...state, ...attributes }, context, first);
  return { attributes: { ...attributes, ...tags }, described: first.described, untold };
}

/** Whether a described object meets a condition. */
export function holds(condition: Condition, described: ApiObject): boolean {
  if (typeof condition === 'function') return condition(described);
  const nowhere = { region: '', account: '', partition: '' };
  return Object.entries(condition).every(([path, wanted]) => {
    const value = pickPath(described, path, {}, nowhere);
    return listOf(wanted).some((candidate) => candidate === value);
  });
}

async function ask(
  resource: ResourceType,
  read: ReadCall,
  state: Attributes,
  context: Context,
): Promise<{ described: ApiObject | undefined; shape: Shape }> {
  const { service, operation } = operationOf(resource.handler, read.call);
  const { output } = await resource.run.clients.operation(service, operation);
  const shape = output.at(read.at);
  if (!shape) {
    throw new BacklotError({
      code: 'BrokenHandler',
      source: 'platform',
      message: `The handler of ${resource.name}: the answer of ${read.call} has no "${read.at}".`,
    });
  }
  const input = await readInput(resource, read, state, context);
  try {
    const answer = await context.call(read.call, input);
    return { described: pickPath(answer, read.at, state, context) as ApiObject | undefined, shape };
  } catch (error) {
    if (isAbsent(error, resource.handler.notFound)) return { described: undefined, shape };
    throw error;
  }
}

async function runRead(
  resource: ResourceType,
  read: ReadAction,
  state: Attributes,
  context: Context,
): Promise<Attributes | undefined> {
  try {
    return await read.run(state, context);
  } catch (error) {
    if (isAbsent(error, resource.handler.notFound)) return undefined;
    throw error;
  }
}

function addComputed(resource: ResourceType, attributes: Attributes, state: Attributes, context: Context): void {
  for (const [name, rule] of Object.entries(resource.handler.computed ?? {})) {
    const known = { ...state, ...attributes };
    const value = typeof rule === 'function' ? rule(known, context) : fill(rule, known, context);
    if (value !== undefined) attributes[name] = value;
  }
}
