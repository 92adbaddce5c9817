import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GITHUB_ISSUER } from '../../../stacks/github-provider.js';
import { LEDGER_HEADS_SUFFIX, LEDGER_KEY_SUFFIX } from '../../../stacks/ledger-location.js';

/** What of the foundation stack exists before the stack does, by Terraform address. */
export interface DeclaredFoundation {
  /** Type → address of the parts of the state bucket. */
  readonly bucket: ReadonlyMap<string, string>;
  /** Type → address of what keeps the ledger from being forged. */
  readonly ledger: ReadonlyMap<string, string>;
  /** Address of the provider of GitHub tokens. @default none is declared */
  readonly provider?: string;
}

interface Declared {
  readonly type: string;
  readonly address: string;
  readonly block: Readonly<Record<string, unknown>>;
}

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Finds in a synthesized foundation what belongs to the state bucket of this name; undefined when it declares none. */
export async function declaredFoundation(folder: string, bucketName: string): Promise<DeclaredFoundation | undefined> {
  const { resource = {} } = JSON.parse(await readFile(join(folder, 'cdk.tf.json'), 'utf8')) as { resource?: Resources };
  const all = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
  );
  const bucket = all.find(({ type, block }) => type === 'aws_s3_bucket' && block.bucket === bucketName);
  if (!bucket) return undefined;
  const parts = new Map([[bucket.type, bucket.address]]);
  const settings = all.filter(({ type, block }) => IMPORTED.has(type) && refersTo(block.bucket, bucket.address));
  for (const { type, address } of settings) parts.set(type, address);
  const encryption = settings.find(({ type }) => type === 'aws_s3_bucket_server_side_encryption_configuration');
  const key = all.find((each) => each.type === 'aws_kms_key' && refersTo(encryption?.block, each.address));
  if (key) {
    parts.set(key.type, key.address);
    const alias = all.find((each) => each.type === 'aws_kms_alias' && refersTo(each.block, key.address));
    if (alias) parts.set(alias.type, alias.address);
  }
  const provider = all.find(
    ({ type, block }) => type === 'aws_iam_openid_connect_provider' && block.url === `https://${GITHUB_ISSUER}`,
  );
  return { bucket: parts, ledger: ledgerParts(all), ...(provider ? { provider: provider.address } : {}) };
}

/** The key that signs, its alias, and the log group of the heads: told by how their names end. */
function ledgerParts(all: readonly Declared[]): Map<string, string> {
  const named = (type: string, suffix: string) =>
    all.find((each) => each.type === type && String(each.block.name).endsWith(suffix));
  const alias = named('aws_kms_alias', LEDGER_KEY_SUFFIX);
  const key = all.find((each) => each.type === 'aws_kms_key' && refersTo(alias?.block, each.address));
  const heads = named('aws_cloudwatch_log_group', LEDGER_HEADS_SUFFIX);
  return new Map([key, alias, heads].flatMap((part) => (part ? [[part.type, part.address] as const] : [])));
}

/** Settings that are there before the stack; where requests are logged is not, as the stack makes the bucket for logs. */
const IMPORTED: ReadonlySet<string> = new Set([
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
]);

function refersTo(block: unknown, address: string): boolean {
  return JSON.stringify(block ?? '').includes(`\${${address}.`);
}
