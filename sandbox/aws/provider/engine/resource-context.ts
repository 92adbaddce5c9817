import type { ApiObject, Attributes, Context } from '../../handlers/contract.js';
import { ApiError, isAbsent } from '../client/api-error.js';
import { fieldsOf } from '../schema/schema.js';
import { means } from '../values/equality.js';
import { poll } from './poll.js';
import { operationOf, type ResourceType } from './resource-type.js';

/** The emulator answers at once, so that a long wait means that something is wrong. */
const DEFAULT_MS = 60_000;

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** How long an operation may take: the resource's `timeouts` block (`30m`, `1h30m`), else one minute. */
function timeoutMs(operation: string, state: Attributes): number {
  const text = (state.timeouts as Attributes | null | undefined)?.[operation];
  if (typeof text !== 'string') return DEFAULT_MS;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|m|s)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total || DEFAULT_MS;
}

/** What is going on with one resource, beyond its state. */
export interface Occasion {
  readonly doing: 'create' | 'read' | 'update' | 'delete';
  readonly state: Attributes;
  /** @default nothing */
  readonly config?: Attributes;
  /** @default nothing */
  readonly prior?: Attributes;
}

/** Makes what a handler's functions get. */
export function resourceContext(resource: ResourceType, occasion: Occasion): Context {
  const { clients, settings, signal } = resource.run;
  const { state, prior = {} } = occasion;
  const region = String(state.region ?? prior.region ?? settings.region);
  const call = (operation: string, input: ApiObject): Promise<ApiObject> => {
    const target = operationOf(resource.handler, operation);
    return clients.send(target.service, region, target.operation, input);
  };
  return {
    region,
    account: settings.account,
    partition: settings.partition,
    folder: resource.run.folder,
    config: occasion.config ?? {},
    prior,
    changed: occasion.prior ? changedAttributes(resource, prior, state) : new Set(),
    call,
    find: (operation, input) =>
      call(operation, input).catch((error: unknown) => {
        if (isAbsent(error, resource.handler.notFound)) return undefined;
        throw error;
      }) as Promise<ApiObject | undefined>,
    poll: (what, probe) =>
      poll(probe, { what: `${resource.name} ${what}`, timeoutMs: timeoutMs(occasion.doing, state), signal }),
  };
}

/** Top-level attributes whose meaning differs between two states. */
export function changedAttributes(resource: ResourceType, before: Attributes, after: Attributes): ReadonlySet<string> {
  const equalities = resource.handler.equal ?? {};
  const changed = new Set<string>();
  for (const [name, type] of Object.entries(fieldsOf(resource.type))) {
    if (!means(before[name] ?? null, after[name] ?? null, type, equalities, name)) changed.add(name);
  }
  return changed;
}

/** Whether an error is one that a creation is to be tried again for. */
export function isPassing(error: unknown, retryOn: readonly string[] | undefined): boolean {
  if (!(error instanceof ApiError) || !retryOn) return false;
  return retryOn.some((text) => error.code === text || error.message.includes(text));
}
