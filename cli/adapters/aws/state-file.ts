import { BacklotError } from '../../../modules/values/backlot-error.js';

/** What we need of a Terraform state. */
export interface StateFile {
  readonly serial: number;
  readonly lineage: string;
  /** Version of Terraform or OpenTofu that wrote it. */
  readonly toolVersion: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive: boolean }>>;
  /** Managed resources. */
  readonly resources: readonly { readonly address: string; readonly type: string }[];
  readonly etag: string;
  readonly lastModified: Date;
}

interface StateJson {
  readonly version: number;
  readonly serial: number;
  readonly lineage: string;
  readonly terraform_version: string;
  readonly outputs?: Record<string, { value: unknown; sensitive?: boolean }>;
  readonly resources?: {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: { readonly index_key?: string | number }[];
  }[];
}

/**
 * Reads a state of format version 4.
 *
 * @throws BacklotError `CorruptState` when it is none.
 */
export function readStateFile(
  text: string,
  object: { readonly key: string; readonly etag: string; readonly lastModified: Date },
): StateFile {
  let json: StateJson;
  try {
    json = JSON.parse(text) as StateJson;
  } catch (cause) {
    throw corrupt(object.key, 'it is no JSON', cause);
  }
  if (json.version !== 4 || typeof json.lineage !== 'string') {
    throw corrupt(object.key, `it is of format version ${json.version}, not 4`);
  }
  return {
    serial: json.serial,
    lineage: json.lineage,
    toolVersion: json.terraform_version,
    outputs: Object.fromEntries(
      Object.entries(json.outputs ?? {}).map(([name, { value, sensitive = false }]) => [name, { value, sensitive }]),
    ),
    resources: (json.resources ?? [])
      .filter(({ mode }) => mode === 'managed')
      .flatMap(({ module, type, name, instances }) =>
        instances.map(({ index_key: index }) => ({
          address: `${module ? `${module}.` : ''}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
          type,
        })),
      ),
    etag: object.etag,
    lastModified: object.lastModified,
  };
}

function corrupt(key: string, reason: string, cause?: unknown): BacklotError {
  return new BacklotError({
    code: 'CorruptState',
    message: `the state object '${key}' cannot be read: ${reason}`,
    source: 'upstream',
    hints: ['the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)'],
    details: { key },
    cause,
  });
}
