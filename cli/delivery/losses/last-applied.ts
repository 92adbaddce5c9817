import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { Session } from '../../session/open/session.js';
import { ArchiveStore } from '../releases/archive-store.js';
import { newestContent } from '../releases/record-release.js';
import { openLedger } from '../releases/with-ledger.js';

/** The environment as the newest release recorded it; undefined when none did, or its archive is gone. */
export async function lastApplied({ cloud, environment }: Session): Promise<Environment | undefined> {
  try {
    const newest = await newestContent(openLedger(environment, cloud).newestFirst());
    if (!newest?.record.archive) return undefined;
    const store = new ArchiveStore(cloud.archives, stateBucket(environment), environment.id);
    return (await store.read(newest.record.archive)).environment;
  } catch (error) {
    // It only explains: a damaged ledger is the business of what writes to it.
    if (error instanceof BacklotError) return undefined;
    throw error;
  }
}
