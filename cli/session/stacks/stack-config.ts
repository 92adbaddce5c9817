import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { StateKey } from '../../adapters/aws/index.js';

/** What the driver needs to know of one synthesized stack. */
export interface StackConfig {
  /** Hash of `cdk.tf.json`; assets are part of it, their paths hold their hashes. */
  readonly hash: string;
  /** Where its state is. */
  readonly state: StateKey;
  /** Outputs that it reads from other states, by key of the state; `*` when it takes all of them. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>;
  /** Types of its resources and data sources. */
  readonly types: readonly string[];
}

interface Config {
  readonly terraform?: { readonly backend?: { readonly s3?: { readonly bucket?: string; readonly key?: string } } };
  readonly resource?: Record<string, unknown>;
  readonly data?: Record<string, unknown> & {
    readonly terraform_remote_state?: Record<string, { readonly config?: { readonly key?: string } }>;
  };
}

/**
 * Reads the `cdk.tf.json` of a stack.
 *
 * @throws BacklotError `NoBackend` when its state is not in S3.
 */
export async function readStackConfig(id: string, folder: string): Promise<StackConfig> {
  const text = await readFile(join(folder, 'cdk.tf.json'), 'utf8');
  const config = JSON.parse(text) as Config;
  const { bucket, key } = config.terraform?.backend?.s3 ?? {};
  if (!bucket || !key) {
    throw new BacklotError({
      code: 'NoBackend',
      message: `stack '${id}' has no S3 backend in ${join(folder, 'cdk.tf.json')}`,
      source: 'platform',
    });
  }
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    state: { bucket, key },
    reads: readsOf(config, text),
    types: [...Object.keys(config.resource ?? {}), ...Object.keys(config.data ?? {})].filter(
      (type) => type !== 'terraform_remote_state',
    ),
  };
}

const REFERENCE = /data\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\[\\"([^"\\]+)\\"\])?/g;

function readsOf(config: Config, text: string): Map<string, Set<string>> {
  const reads = new Map<string, Set<string>>();
  for (const [, name = '', plain, quoted] of text.matchAll(REFERENCE)) {
    const key = config.data?.terraform_remote_state?.[name]?.config?.key;
    if (key === undefined) continue;
    const outputs = reads.get(key) ?? new Set();
    reads.set(key, outputs.add(plain ?? quoted ?? '*'));
  }
  // A remote state that is declared is read by Terraform, also when nothing of it is used.
  for (const { config: remote } of Object.values(config.data?.terraform_remote_state ?? {})) {
    if (remote?.key !== undefined && !reads.has(remote.key)) reads.set(remote.key, new Set());
  }
  return reads;
}
