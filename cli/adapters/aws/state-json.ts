import { z } from 'zod';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { objectName, type StoredAt, storedJson } from '../../kernel/stored-json.js';

/** As Terraform names types and resources: what is printed as an address, and pasted into a shell. */
const identifier = z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]*$/u, 'is no name of Terraform');

const resource = z.looseObject({
  mode: z.string(),
  type: identifier,
  name: identifier,
  module: z
    .string()
    .regex(/^module\.[^\p{Cc}]+$/u, 'is no module')
    .optional(),
  instances: z.array(
    z.looseObject({
      index_key: z.union([z.string(), z.number()]).optional(),
      attributes: z.looseObject({}).nullish(),
    }),
  ),
});

const shape = z.looseObject({
  version: z.number().optional(),
  serial: z.int().nonnegative().optional(),
  lineage: z.string().optional(),
  terraform_version: z.string().optional(),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown(), sensitive: z.boolean().optional() })).nullish(),
  resources: z.array(resource).nullish(),
});

/** A Terraform state as it is stored, as far as anything here looks at it. */
export interface StateJson {
  readonly version?: number;
  serial?: number;
  readonly lineage?: string;
  readonly terraform_version?: string;
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown; readonly sensitive?: boolean }>> | null;
  readonly resources?: readonly StateJsonResource[] | null;
}

/** A resource of a stored state, with all of its instances. */
export interface StateJsonResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly instances: readonly StateJsonInstance[];
}

/** One instance of a resource. Its attributes hold secrets. */
export interface StateJsonInstance {
  readonly index_key?: string | number;
  attributes?: Record<string, unknown> | null;
}

/** A managed resource of a stored state by its address. */
export interface StoredResource {
  /** `module.a.aws_vpc.main["x"]` */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Reads a stored state.
 *
 * @param at where it is, in the bucket or as a file
 * @throws BacklotError `CorruptState` naming it, when it is none.
 */
export function parseState(text: string, at: StoredAt | string): StateJson {
  const place = typeof at === 'string' ? { bucket: '', key: at } : at;
  try {
    return storedJson(text, place, shape) as StateJson;
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    throw corruptState(at, String(error.details.reason ?? error.message), error);
  }
}

/** Its managed resources, one for each instance. */
export function managedResources({ resources }: Pick<StateJson, 'resources'>): StoredResource[] {
  return (resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: index, attributes }) => ({
        address: `${module ? `${module}.` : ''}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
        type,
        attributes: attributes ?? {},
      })),
    );
}

/** The error of a state that can't be read. */
export function corruptState(at: StoredAt | string, reason: string, cause?: unknown): BacklotError {
  const name = typeof at === 'string' ? at : objectName(at);
  return new BacklotError({
    code: 'CorruptState',
    message: `the state ${name} cannot be read: ${reason}`,
    source: 'upstream',
    hints: ['the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)'],
    details: { key: typeof at === 'string' ? at : at.key },
    cause,
  });
}
