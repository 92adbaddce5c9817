import { z } from 'zod';
import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { ConditionalObjects, StateKey } from '../../adapters/aws/index.js';
import { storedJsonOrNone } from '../../kernel/stored-json.js';
import type { DriftResult } from './drift-result.js';

/** When drift was last looked for, and how much there was. */
export interface DriftRecord {
  readonly format: 1;
  /** ISO 8601. */
  readonly at: string;
  /** `user@host` */
  readonly who: string;
  readonly totals: DriftResult['totals'];
  /** All that was found; nothing secret is in it. */
  readonly result: DriftResult;
}

/** Where it is kept. */
export function driftLocation(environment: Environment): StateKey {
  return { bucket: stateBucket(environment), key: `${environment.id}/drift.json` };
}

/** The last look at the whole environment; undefined when there was none, or its record is damaged. */
export async function latestDrift(
  objects: ConditionalObjects,
  environment: Environment,
): Promise<DriftRecord | undefined> {
  const found = await objects.read(driftLocation(environment));
  return found && parse(found.body, environment);
}

/** Keeps a look. @returns false when it may not be written, as a read-only role may not */
export async function recordDrift(
  objects: ConditionalObjects,
  environment: Environment,
  record: DriftRecord,
): Promise<boolean> {
  const location = driftLocation(environment);
  try {
    const found = await objects.read(location);
    const body = `${JSON.stringify(record, undefined, 2)}\n`;
    return (await objects.put(location, body, found ? { etag: found.etag } : 'absent')) !== undefined;
  } catch (error) {
    if (/AccessDenied|Forbidden|NoSuchBucket/.test((error as Error).name)) return false;
    throw error;
  }
}

/** Looks of earlier versions asked for no additions; what they kept says so. */
function complete(record: DriftRecord): DriftRecord {
  if (record.result?.additions) return record;
  const earlier = 'an earlier version looked, which did not ask for it';
  const notChecked = [
    { what: 'additions', count: 1, on: record.result?.environment ?? '', reason: earlier, needs: [] },
  ];
  const totals = { ...record.totals, additions: 0, notChecked: 1 };
  return { ...record, totals, result: { ...record.result, additions: [], notChecked, totals } };
}

const number = z.number();
const shape = z.looseObject({
  format: z.literal(1),
  at: z.string(),
  who: z.string(),
  totals: z.looseObject({ code: number, outside: number, noise: number }),
  result: z.looseObject({
    environment: z.string(),
    owners: z.array(
      z.looseObject({
        id: z.string(),
        status: z.string(),
        resources: z.array(z.looseObject({ address: z.string(), attributes: z.array(z.looseObject({})) })),
      }),
    ),
    strays: z.array(z.looseObject({ arn: z.string() })),
    additions: z.array(z.looseObject({})).optional(),
    notChecked: z.array(z.looseObject({})).optional(),
  }),
});

function parse(body: string, { id }: Pick<Environment, 'id'>): DriftRecord | undefined {
  const record = storedJsonOrNone(body, shape) as DriftRecord | undefined;
  return record?.result.environment === id ? complete(record) : undefined;
}
