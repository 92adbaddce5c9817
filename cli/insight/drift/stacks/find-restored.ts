import type { Adapters, Tagged } from '../../../adapters/backups/index.js';
import { ownerOf } from '../../../adapters/backups/store.js';
import { databaseHolds } from '../../../delivery/losses/index.js';
import type { Session } from '../../../session/open/session.js';
import type { StrayResource } from '../drift-result.js';

/** Types in states whose services may have what a restore left, and their adapters. */
const KINDS = {
  aws_db_instance: 'rds',
  aws_dynamodb_table: 'dynamodb',
  aws_elasticache_replication_group: 'elasticache',
  aws_s3_bucket: 's3',
} as const;

/** What a store of a kind is called after `arn:<partition>:`. */
const NAMED: Readonly<Record<string, (name: string, place: string) => string>> = {
  rds: (name, place) => `rds:${place}:db:${name}`,
  dynamodb: (name, place) => `dynamodb:${place}:table/${name}`,
  elasticache: (name, place) => `elasticache:${place}:replicationgroup:${name}`,
  s3: (name) => `s3:::${name}`,
};

/**
 * Stores that restores of ours left, beside others or put aside, with the command that removes each. The services are asked
 * themselves: a listing of tags may lag, and the sandbox's has no databases.
 */
export async function findRestored(
  session: Pick<Session, 'cloud' | 'environment'>,
  states: string,
  open: (session: Pick<Session, 'cloud'>) => Promise<Adapters & { close?(): void }> = openAdapters,
): Promise<StrayResource[]> {
  const kinds = Object.entries(KINDS).flatMap(([type, kind]) =>
    new RegExp(`"type":\\s*"${type}"`).test(states) ? [kind] : [],
  );
  if (kinds.length === 0) return [];
  const adapters = await open(session);
  try {
    const found = await Promise.all(
      kinds.map((kind) => adapters.get(kind)?.tagged(ownerOf(session.environment)) ?? []),
    );
    const left = found.flat().filter(({ id, what }) => what === 'store' && !states.includes(`"${id}"`));
    return await Promise.all(
      left.map(async (each) => {
        const held =
          each.kind === 'rds' ? await databaseHolds(session.cloud, each.id).catch(() => undefined) : undefined;
        return strayOf(session, each, held?.words);
      }),
    );
  } finally {
    adapters.close?.();
  }
}

function strayOf(
  { cloud, environment }: Pick<Session, 'cloud' | 'environment'>,
  left: Tagged,
  holds?: string,
): StrayResource {
  const { id: name, kind, purpose, set } = left;
  const { accountId, region } = cloud;
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const arn = `arn:${partition}:${NAMED[kind]?.(name, `${region}:${accountId}`)}`;
  const [, , service = '', , , resource = ''] = arn.split(':');
  const type = kind === 's3' ? 's3' : `${service}:${resource.split('/')[0]}`;
  // What a proof left that was cut off is removed by the next proof.
  const remove =
    purpose === 'verify'
      ? `backlot backups verify ${environment.id}`
      : `backlot backups prune ${environment.id} --restored ${name}`;
  return { arn, type, name, restored: { set, purpose, remove, ...(holds ? { holds } : {}) } };
}

async function openAdapters({ cloud }: Pick<Session, 'cloud'>): Promise<Adapters & { close?(): void }> {
  const { awsAdapters, makeClients } = await import('../../../adapters/backups/index.js');
  const { accountId, endpoint, region } = cloud;
  const sandbox = { credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' }, maxAttempts: 2 };
  const clients = makeClients({ region, endpoint, ...(endpoint ? sandbox : {}) });
  const adapters = awsAdapters(clients, { listings: { bucket: '', prefix: '' }, access: undefined });
  return Object.assign(adapters, { close: () => clients.close() });
}
