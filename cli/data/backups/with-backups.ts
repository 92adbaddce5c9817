import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { Adapters, Clients, SqlRunner } from '../../adapters/backups/index.js';
import { once } from '../../kernel/once.js';
import type { Cloud } from '../../session/cloud/index.js';
import { stoppedError } from '../../session/open/stopped.js';
import { withSession } from '../../session/open/with-session.js';
import { clusterAdapter, clusterStores } from './backup-cluster.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { BackupCatalog } from './catalog.js';
import { backupAccess, stateResources, storesIn } from './discover-stores.js';

/**
 * Runs `work` on the backups of an environment. Nothing is synthesized: backups are there also when the checkout doesn't
 * build. Nothing is started either.
 */
export function withBackups<T>(
  environment: Environment,
  options: BackupOptions,
  work: (session: BackupSession) => Promise<T>,
): Promise<T> {
  const wish = { ...options, needs: ['cloud', 'cluster'] as const, interruptible: true, told: STOPPING };
  return withSession(environment, wish, async (session) => {
    const { cloud, stop } = session;
    const bucket = stateBucket(environment);
    const clients = options.tools?.clients?.() ?? (await openClients(cloud, (words) => session.tell(words, 'warning')));
    try {
      const resources = once(() => stateResources(cloud, { bucket, environment: environment.id }));
      const { lookEveryMs = cloud.target === 'sandbox' ? 500 : 15_000 } = options.tools ?? {};
      const base: Omit<BackupSession, 'adapters' | 'sql'> = {
        ...session,
        ...{ clients, options, resources },
        catalog: new BackupCatalog(cloud.objects, bucket, environment.id),
        stores: once(async () => (await options.tools?.stores?.(base as BackupSession)) ?? findStores(base)),
        pause: () => delay(lookEveryMs, undefined, { signal: stop }).catch(() => undefined), // looked at next
        look: () => delay(lookEveryMs),
      };
      await clock(base);
      const adapters = (await options.tools?.adapters?.(base as BackupSession)) ?? (await openAdapters(base));
      let sql: Promise<SqlRunner | undefined> | undefined;
      const opened = () => {
        sql ??= openSql(whole);
        return sql;
      };
      const whole: BackupSession = { ...base, adapters, sql: opened };
      try {
        return await work(whole);
      } finally {
        await (await sql?.catch(() => undefined))?.close();
      }
    } finally {
      clients.close();
    }
  });
}

const STOPPING = 'stopping: what was started goes on by itself, and the command that resumes is told';

/** The error of work on backups that was asked to stop. */
export function stopped({ environment, interruption }: BackupSession, what: string, resume: string): BacklotError {
  return stoppedError(interruption, { environment: environment.id, what, resume });
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

async function openClients(cloud: Cloud, retried: (words: string) => void): Promise<Clients> {
  const { makeClients } = await import('../../adapters/backups/clients.js');
  const { region, endpoint, accountId } = cloud;
  const sandbox = { credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' }, maxAttempts: 3 };
  return makeClients({ region, endpoint, retried, ...(endpoint ? sandbox : {}) });
}

async function openAdapters(session: Omit<BackupSession, 'adapters' | 'sql'>): Promise<Adapters> {
  const { awsAdapters } = await import('../../adapters/backups/adapters.js');
  const { catalog, clients, environment } = session;
  const listings = { bucket: catalog.bucket, prefix: `${environment.id}/backups/` };
  const unserved = session.cloud.target === 'sandbox';
  const adapters = awsAdapters(clients, { listings, access: backupAccess(await session.resources()), unserved });
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
