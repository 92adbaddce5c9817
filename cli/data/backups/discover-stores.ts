import { type BackedUp, resourceType } from '../../../resources/index.js';
import { type ConditionalObjects, managedResources, parseState, type StateStore } from '../../adapters/aws/index.js';
import type { BackupAccess } from '../../adapters/backups/aws-backup.js';
import { type Store, type StoreKind, VERSIONING } from '../../adapters/backups/store.js';

/** A resource of a Terraform state. */
export interface StateResource {
  /** `data/aws_db_instance.main` */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** All managed resources of an environment, of every state that is there, declared or not. */
export async function stateResources(
  cloud: { readonly objects: Pick<ConditionalObjects, 'read'>; readonly states: Pick<StateStore, 'list'> },
  location: { readonly bucket: string; readonly environment: string },
): Promise<StateResource[]> {
  const { bucket, environment } = location;
  const keys = await cloud.states.list(bucket, `${environment}/`);
  const found = await Promise.all(
    keys.map(async (key) => {
      const stack = key.slice(environment.length + 1).replace(/\.tfstate$/, '');
      const state = parseState((await cloud.objects.read({ bucket, key }))?.body ?? '{}', { bucket, key });
      return managedResources(state).map((each) => ({ ...each, address: `${stack}/${each.address}` }));
    }),
  );
  return found.flat();
}

/** The stores among resources, sorted by kind and name. @param prefix `streaming-local-`: what names leave out */
export function storesIn(resources: readonly StateResource[], prefix: string, stateBucket: string): Store[] {
  const found = resources.flatMap(({ address, type, attributes }): Store[] => {
    const backup = resourceType(type)?.backup;
    const identifier = backup && identify(backup, attributes);
    if (!backup || !identifier || identifier === stateBucket) return [];
    const { kind } = backup;
    const name = identifier.startsWith(prefix) ? identifier.slice(prefix.length) : identifier;
    const versioning = kind === 's3' ? appliedVersioning(resources, identifier) : undefined;
    const applied = versioning === undefined ? attributes : { ...attributes, [VERSIONING]: versioning };
    return [{ kind: kindOf(kind, attributes), name, identifier, address, attributes: applied }];
  });
  const named = found.map((store) => {
    const twin = found.some((other) => other !== store && other.name === store.name);
    return twin ? { ...store, name: `${store.kind}-${store.name}` } : store;
  });
  return named.sort((one, other) => (`${one.kind} ${one.name}` < `${other.kind} ${other.name}` ? -1 : 1));
}

/** `Enabled` or `Suspended`, as it was applied to a bucket; undefined when nothing of ours did. */
function appliedVersioning(resources: readonly StateResource[], bucket: string): string | undefined {
  const found = resources.find(
    ({ type, attributes }) => type === 'aws_s3_bucket_versioning' && attributes.bucket === bucket,
  );
  const [first] = (found?.attributes.versioning_configuration ?? []) as readonly { readonly status?: string }[];
  return first?.status;
}

/** Vault and role of AWS Backup among resources. */
export function backupAccess(resources: readonly StateResource[]): BackupAccess | undefined {
  const first = (type: string, attribute: string) =>
    resources.flatMap((each) => (each.type === type ? [each.attributes[attribute]] : [])).find(Boolean);
  const vault = first('aws_backup_vault', 'name');
  const roleArn = first('aws_backup_selection', 'iam_role_arn');
  return vault && roleArn ? { vault: String(vault), roleArn: String(roleArn) } : undefined;
}

function kindOf(kind: StoreKind, { engine }: Readonly<Record<string, unknown>>): StoreKind {
  return kind === 'aurora' && engine === 'docdb' ? 'documentdb' : kind;
}

/** What the service calls it; undefined for copies of others, which hold nothing of their own. */
function identify(
  { identifiedBy, copyOf }: BackedUp,
  attributes: Readonly<Record<string, unknown>>,
): string | undefined {
  if (copyOf && attributes[copyOf]) return undefined;
  const value = attributes[identifiedBy];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
