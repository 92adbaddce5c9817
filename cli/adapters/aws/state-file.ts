import type { StoredAt } from '../../kernel/stored-json.js';
import { corruptState, managedResources, parseState } from './state-json.js';

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

/**
 * Reads a state of format version 4.
 *
 * @throws BacklotError `CorruptState` when it is none.
 */
export function readStateFile(
  text: string,
  object: { readonly at: StoredAt | string; readonly etag: string; readonly lastModified: Date },
): StateFile {
  const json = parseState(text, object.at);
  const { lineage, serial, terraform_version: toolVersion = '', version } = json;
  if (version !== 4 || lineage === undefined || serial === undefined) {
    throw corruptState(object.at, `it is of format version ${version}, not 4`);
  }
  return {
    serial,
    lineage,
    toolVersion,
    outputs: Object.fromEntries(
      Object.entries(json.outputs ?? {}).map(([name, { value, sensitive = false }]) => [name, { value, sensitive }]),
    ),
    resources: managedResources(json).map(({ address, type }) => ({ address, type })),
    etag: object.etag,
    lastModified: object.lastModified,
  };
}
