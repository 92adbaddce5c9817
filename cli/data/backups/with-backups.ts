import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { Adapters, Clients, SqlRunner } from '../../adapters/backups/index.js';
import { processInterrupts } from '../../kernel/interrupts.js';
import { silent } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import { realTooling } from '../../session/driver/tooling.js';
import { clusterAdapter, clusterStores, openBackupCluster } from './backup-cluster.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { BackupCatalog } from './catalog.js';
import { backupAccess, stateResources, storesIn } from './discover-stores.js';

/**
 * Opens the environment's cloud for work on its backups. Nothing is synthesized: backups are there also when the checkout
 * doesn't build.
 *
 * @param start whether the sandbox may be started. @default false
 */
export async function withBackups<T>(
  environment: Environment,
  options: BackupOptions,
  work: (session: BackupSession) => Promise<T>,
): Promise<T> {
  const tooling = { ...realTooling, ...options.tooling };
  const progress = options.progress ?? silent;
  const cloud = await tooling.openCloud(environment, { start: false });
  const stopping = new AbortController();
  let unsubscribe: (() => void) | undefined;
  const tell = (message: string, level: 'info' | 'warning' = 'info') => progress.emit({ type: 'note', level, message });
  const bucket = stateBucket(environment);
  const clients = options.tools?.clients?.() ?? (await openClients(cloud));
  try {
    unsubscribe = (options.interrupts ?? processInterrupts).subscribe((count) => {
      if (count === 1) tell(STOPPING, 'warning');
      stopping.abort();
    });
    const resources = once(() => stateResources(cloud, { bucket, environment: environment.id }));
    const { lookEveryMs = cloud.target === 'sandbox' ? 500 : 15_000 } = options.tools ?? {};
    const base: Omit<BackupSession, 'adapters' | 'sql'> = {
      ...{ environment, cloud, tooling, clients, progress, options, resources, tell, stop: stopping.signal },
      catalog: new BackupCatalog(cloud.objects, bucket, environment.id),
      cluster: once(() => openBackupCluster(base)),
      stores: once(async () => (await options.tools?.stores?.(base as BackupSession)) ?? findStores(base)),
      pause: () => delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined), // looked at next
    };
    await clock(base);
    const adapters = (await options.tools?.adapters?.(base as BackupSession)) ?? (await openAdapters(base));
    let sql: Promise<SqlRunner | undefined> | undefined;
    const opened = () => {
      sql ??= openSql(session);
      return sql;
    };
    const session: BackupSession = { ...base, adapters, sql: opened };
    try {
      return await work(session);
    } finally {
      await (await sql?.catch(() => undefined))?.close();
    }
  } finally {
    unsubscribe?.();
    clients.close();
    await cloud.close();
  }
}

const STOPPING = 'stopping: what was started goes on by itself, and the command that resumes is told';

/** The error of work that Ctrl-C ended. */
export function interrupted(what: string, resume: string): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: `${what}: interrupted; what was started goes on by itself`,
    exitCode: 130,
    actions: [resume],
  });
}

/** The error of something that took too long. */
export function timedOut(what: string, progress: string | undefined, resume: string): BacklotError {
  return new BacklotError({
    code: 'TimedOut',
    message: `${what} took too long${progress ? ` (last seen: ${progress})` : ''}; it goes on by itself`,
    source: 'upstream',
    exitCode: 69,
    actions: [resume],
  });
}

async function openClients(cloud: Cloud): Promise<Clients> {
  const { makeClients } = await import('../../adapters/backups/clients.js');
  const { region, endpoint, accountId } = cloud;
  const sandbox = { credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' }, maxAttempts: 3 };
  return makeClients({ region, endpoint, ...(endpoint ? sandbox : {}) });
}

async function openAdapters(session: Omit<BackupSession, 'adapters' | 'sql'>): Promise<Adapters> {
  const { awsAdapters } = await import('../../adapters/backups/adapters.js');
  const { catalog, clients, environment } = session;
  const listings = { bucket: catalog.bucket, prefix: `${environment.id}/backups/` };
  const adapters = awsAdapters(clients, { listings, access: backupAccess(await session.resources()) });
  return new Map([...adapters, ['cluster-objects', clusterAdapter(session)]]);
}

async function findStores({
  environment,
  resources,
  catalog,
}: Pick<BackupSession, 'environment' | 'resources' | 'catalog'>) {
  const applied = await resources();
  const stores = storesIn(applied, `${environment.platform}-${environment.id}-`, catalog.bucket);
  return [...stores, ...clusterStores(environment, applied.length)];
}

async function openSql(session: BackupSession): Promise<SqlRunner | undefined> {
  if (session.options.tools?.sql) return session.options.tools.sql(session);
  const { DirectSql, JobSql } = await import('../../adapters/backups/index.js');
  if (session.cloud.target === 'sandbox') return new DirectSql();
  const { environment, stop } = session;
  // The databases are in subnets that only the cluster's nodes reach.
  if (!environment.cluster) return undefined;
  const cluster = await session.cluster();
  const { openPodStreams } = await import('../../adapters/kubernetes/index.js');
  const streams = await openPodStreams(cluster.access);
  return new JobSql(
    { cluster, streams },
    { environment: environment.id, image: environment.backup?.proof?.image, stop },
  );
}

/** Hears the cloud's clock, which everything is dated by. */
async function clock({ clients, catalog }: Pick<BackupSession, 'clients' | 'catalog'>): Promise<void> {
  const s3 = await clients.s3();
  await s3.headBucket({ Bucket: catalog.bucket }).catch(() => undefined); // its Date is heard with a refusal too
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
