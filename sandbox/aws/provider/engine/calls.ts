import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ApiObject, Attributes, Call, Context, Handler, ReadCall, Step } from '../../handlers/contract.js';
import type { Shape } from '../mapping/shape.js';
import { fill, placeholdersOf } from '../mapping/template.js';
import { toApi } from '../mapping/to-api.js';
import type { ValueObject } from '../values/value.js';
import { operationOf, type ResourceType } from './resource-type.js';

/** What the attributes of a call's input are taken from when the handler does not say. */
export type Purpose = 'create' | 'update' | 'delete';

/** Makes the input of a changing call. */
export async function callInput(
  resource: ResourceType,
  call: Call,
  purpose: Purpose,
  state: Attributes,
  context: Context,
): Promise<ApiObject> {
  const shape = await inputShape(resource, call.call);
  const target = shape.at(call.at);
  if (!target) throw broken(resource, `${call.call} has no input member "${call.at}".`);
  const only = selection(resource, call, purpose, context);
  const mapped = toApi(state as ValueObject, resource.type, target, resource.naming, {
    only,
    keepEmpty: purpose === 'update',
  }).input;
  const input = call.at ? nested(call.at, mapped) : mapped;
  return over(resource, call, shape, keyed(resource.handler, shape, state, context, input), state, context);
}

/** Makes the input of a reading call: the key, and what the handler adds. */
export async function readInput(
  resource: ResourceType,
  call: ReadCall,
  state: Attributes,
  context: Context,
): Promise<ApiObject> {
  const shape = await inputShape(resource, call.call);
  const input = over(resource, call, shape, keyed(resource.handler, shape, state, context, {}), state, context);
  if (Object.keys(input).length === 0 && !call.input && resource.handler.key) {
    throw broken(resource, `none of the key's members is an input of ${call.call}.`);
  }
  return input;
}

/** The attributes whose change makes an update step run. */
export async function triggersOf(resource: ResourceType, step: Step): Promise<ReadonlySet<string>> {
  if ('run' in step) return new Set(step.when ?? []);
  if (step.when) return new Set(step.when);
  const { handler } = resource;
  const fromInput = typeof step.input === 'object' ? placeholdersOf(step.input) : [];
  const inKey = new Set(handler.key ? placeholdersOf(handler.key) : []);
  const named = fromInput.filter((name) => !inKey.has(name));
  if (step.send === 'none') return new Set(named);
  if (Array.isArray(step.send)) return new Set([...step.send, ...named]);
  const shape = (await inputShape(resource, step.call)).at(step.at);
  if (!shape) throw broken(resource, `${step.call} has no input member "${step.at}".`);
  const { taken } = toApi({}, resource.type, shape, resource.naming);
  return new Set([...[...taken].filter((name) => !inKey.has(name)), ...named]);
}

function selection(resource: ResourceType, call: Call, purpose: Purpose, context: Context): ReadonlySet<string> {
  const send = call.send ?? (purpose === 'create' ? 'all' : purpose === 'update' ? 'changed' : 'none');
  if (send === 'none') return new Set();
  if (send === 'changed') return context.changed;
  if (Array.isArray(send)) return new Set(send);
  const { block } = resource.schema;
  const settable = Object.entries(block.attributes).filter(([, { optional, required }]) => optional || required);
  const local = resource.handler.local ?? [];
  const names = [...settable.map(([name]) => name), ...Object.keys(block.blocks)];
  return new Set(names.filter((name) => !local.includes(name)));
}

/** `A.B` around an object: `{ A: { B: object } }`. */
function nested(path: string, inner: ApiObject): ApiObject {
  return path.split('.').reduceRight<ApiObject>((object, member) => ({ [member]: object }), inner);
}

/** Puts the members that name the resource where the input has them; `VpcId` also serves a `VpcIds`. */
function keyed(handler: Handler, shape: Shape, state: Attributes, context: Context, input: ApiObject): ApiObject {
  const result = { ...input };
  for (const [member, template] of Object.entries(handler.key ?? {})) {
    const value = fill(template, state, context);
    if (value === undefined) continue;
    if (shape.has(member)) result[member] = value;
    else if (shape.has(`${member}s`)) result[`${member}s`] = [value];
  }
  return result;
}

function over(
  resource: ResourceType,
  call: Pick<Call, 'call' | 'input'>,
  shape: Shape,
  input: ApiObject,
  state: Attributes,
  context: Context,
): ApiObject {
  if (!call.input) return input;
  const more =
    typeof call.input === 'function' ? call.input(state, context) : (fill(call.input, state, context) as ApiObject);
  for (const member of Object.keys(more)) {
    if (!shape.has(member)) throw broken(resource, `${call.call} has no input member "${member}".`);
  }
  return { ...input, ...more };
}

async function inputShape(resource: ResourceType, call: string): Promise<Shape> {
  const { service, operation } = operationOf(resource.handler, call);
  return (await resource.run.clients.operation(service, operation)).input;
}

function broken(resource: ResourceType, message: string): BacklotError {
  return new BacklotError({
    code: 'BrokenHandler',
    source: 'platform',
    message: `The handler of ${resource.name}: ${message}`,
  });
}
