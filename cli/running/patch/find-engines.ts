import {
  CACHE_VERSIONS,
  POSTGRES_MAJORS,
  RETIRED_POSTGRES_MAJORS,
} from '../../../environments/model/aws/engine-versions.js';
import { firstName } from '../../../environments/model/index.js';
import { databaseIdentifier } from '../../../stacks/database-identifier.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import { changeOf, type Found, type PatchContext } from './patch-context.js';
import { CACHE_SUPPORT, POSTGRES_SUPPORT } from './support-dates.js';
import { newerThan, numbersOf } from './versions.js';

/** RDS instances of the environment. */
export async function findDatabases(context: PatchContext): Promise<Found[]> {
  const { environment, sources } = context;
  const declared = Object.entries(environment.data?.postgres ?? {});
  if (declared.length === 0) return [];
  const [offered, running] = await Promise.all([sources?.postgresOffered(), sources?.databases()]);
  const versions =
    offered ?? Object.entries(POSTGRES_MAJORS).map(([major, { newestMinor }]) => `${major}.${newestMinor}`);
  return declared.map(([name, { maintenanceWindow, multiAz, version }]): Found => {
    const path = `data.postgres.${name}`;
    const live = running?.find(({ identifier }) => identifier === databaseIdentifier(environment, name))?.version;
    const pinned = version.includes('.');
    const current = live ?? version;
    const major = String(numbersOf(current)[0]);
    const { newest, next } = newerThan(current, versions);
    const minor = current.includes('.') ? newest : undefined;
    const deadline = POSTGRES_SUPPORT[major] ?? RETIRED_POSTGRES_MAJORS[major];
    const wanted = pinned ? (minor ?? next) : next && String(numbersOf(next)[0]);
    return {
      kind: 'database',
      name: path,
      current: `postgres ${current}`,
      ...(minor ? { newest: minor } : {}),
      ...(next ? { next } : {}),
      ...(deadline ? { deadline, note: 'end of standard support; from then RDS bills Extended Support' } : {}),
      // A minor version comes by itself where none is pinned.
      ...changeOf(context, `${path}.version`, wanted),
      applies: `${maintenanceWindow} UTC${pinned || !minor ? '' : `; ${minor} comes by itself`}`,
      restarts: multiAz ? 'it restarts, with a failover of about a minute' : 'it restarts, for some minutes',
    };
  });
}

/** ElastiCache groups of the environment. */
export async function findCaches(context: PatchContext): Promise<Found[]> {
  const { environment, sources } = context;
  const declared = Object.entries(environment.data?.redis ?? {});
  if (declared.length === 0) return [];
  const running = await sources?.caches();
  const names = new ResourceNames(environment);
  return Promise.all(
    declared.map(async ([name, cache]): Promise<Found> => {
      const { engine, nodes, version } = cache;
      const first = firstName(name, cache);
      const path = `data.redis.${name}`;
      const live = running?.find(({ identifier }) => identifier === names.of(first))?.version;
      const offered = (await sources?.cacheOffered(engine)) ?? CACHE_VERSIONS[engine];
      const { newest, next } = newerThan(version, offered);
      const deadline = CACHE_SUPPORT[`${engine} ${numbersOf(version)[0]}`];
      return {
        kind: 'cache',
        name: path,
        current: `${engine} ${live ?? version}`,
        ...(newest ? { newest } : {}),
        ...(next ? { next } : {}),
        ...(deadline ? { deadline, note: 'end of standard support' } : {}),
        ...changeOf(context, `${path}.version`, newest ?? next),
        applies: 'in the maintenance window that AWS chose for it',
        restarts: nodes > 1 ? 'each node in turn, with a failover' : 'it is away for some minutes',
      };
    }),
  );
}
