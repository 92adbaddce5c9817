import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects, StateStore } from '../../adapters/aws/index.js';
import type { BackupAccess } from '../../adapters/backups/aws-backup.js';
import { type Store, type StoreKind, VERSIONING } from '../../adapters/backups/store.js';

/** A resource of a Terraform state. */
export interface StateResource {
  /** `data/aws_db_instance.main` */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes?: object }[];
  }[];
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
      return readResources(stack, key, (await cloud.objects.read({ bucket, key }))?.body ?? '{}');
    }),
  );
  return found.flat();
}

function readResources(stack: string, key: string, body: string): StateResource[] {
  let state: StateJson;
  try {
    state = JSON.parse(body) as StateJson;
  } catch (cause) {
    throw new BacklotError({
      code: 'CorruptState',
      message: `the state object '${key}' cannot be read: it is no JSON, so nobody knows which stores it has`,
      source: 'upstream',
      hints: ['the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)'],
      cause,
    });
  }
  return (state.resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, module, instances }) =>
      instances.map(({ index_key: index, attributes = {} }) => ({
        address: `${stack}/${module ? `${module}.` : ''}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
        type,
        attributes: attributes as Record<string, unknown>,
      })),
    );
}

/** The stores among resources, sorted by kind and name. @param prefix `streaming-local-`: what names leave out */
export function storesIn(resources: readonly StateResource[], prefix: string, stateBucket: string): Store[] {
  const found = resources.flatMap(({ address, type, attributes }): Store[] => {
    const kind = KINDS[type];
    const identifier = kind && identify(type, attributes);
    if (!kind || !identifier || identifier === stateBucket) return [];
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

const KINDS: Readonly<Record<string, StoreKind>> = {
  aws_db_instance: 'rds',
  aws_rds_cluster: 'aurora',
  aws_docdb_cluster: 'documentdb',
  aws_dynamodb_table: 'dynamodb',
  aws_elasticache_replication_group: 'elasticache',
  aws_s3_bucket: 's3',
  aws_efs_file_system: 'efs',
};

function kindOf(kind: StoreKind, { engine }: Readonly<Record<string, unknown>>): StoreKind {
  return kind === 'aurora' && engine === 'docdb' ? 'documentdb' : kind;
}

/** What the service calls it; undefined for copies of others, which hold nothing of their own. */
function identify(type: string, attributes: Readonly<Record<string, unknown>>): string | undefined {
  if (type === 'aws_db_instance' && attributes.replicate_source_db) return undefined;
  const attribute = {
    aws_db_instance: 'identifier',
    aws_rds_cluster: 'cluster_identifier',
    aws_docdb_cluster: 'cluster_identifier',
    aws_dynamodb_table: 'name',
    aws_elasticache_replication_group: 'replication_group_id',
    aws_s3_bucket: 'bucket',
    aws_efs_file_system: 'id',
  }[type];
  const value = attribute && attributes[attribute];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
