import type { Environment } from '../../../environments/model/index.js';
import { type BackupProof, judgedProof, openLedger } from '../../delivery/releases/index.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { type BackupSet, sizeOf, takenAt } from './backup-set.js';
import type { CatalogFault } from './catalog.js';
import { withBackups } from './with-backups.js';

/** A set as lists show it. */
export interface BackupOverview {
  readonly id: string;
  /** `damaged`: its manifest isn't what was written. */
  readonly state: BackupSet['state'] | 'damaged';
  /** Seconds since its data was copied, by the cloud's clock. @default unknown, it is damaged */
  readonly ageSeconds?: number;
  readonly stores: readonly string[];
  readonly failed: readonly string[];
  /** @default no service tells */
  readonly sizeBytes?: number;
  readonly proof?: Pick<BackupProof, 'outcome' | 'at' | 'rtoSeconds' | 'rpoSeconds'>;
}

/** All sets of an environment, newest first, and what is wrong with their manifests. */
export async function listBackups(
  environment: Environment,
  options: BackupOptions = {},
): Promise<{ readonly backups: readonly BackupOverview[]; readonly faults: readonly CatalogFault[] }> {
  return withBackups(environment, options, async (session) => {
    const [entries, faults, proofs] = await Promise.all([
      session.catalog.list(),
      session.catalog.verify(),
      proofsBySet(session),
    ]);
    const changed = new Set(faults.map(({ id }) => id));
    const backups = entries.map(({ id, set }): BackupOverview => {
      if (!set || changed.has(id)) return { id, state: 'damaged', stores: [], failed: [] };
      return overview(session, set, proofs.get(id));
    });
    return { backups, faults };
  });
}

/** One set with its newest proof. @throws BacklotError `UnknownBackup` (exit code 3), `BackupDamaged` */
export async function showBackup(
  environment: Environment,
  id: string,
  options: BackupOptions = {},
): Promise<{ readonly set: BackupSet; readonly overview: BackupOverview; readonly proof?: BackupProof }> {
  return withBackups(environment, options, async (session) => {
    const { set } = await session.catalog.read(id);
    const proof = (await proofsBySet(session)).get(id);
    return { set, overview: overview(session, set, proof), ...(proof ? { proof } : {}) };
  });
}

/** The newest proof of each set. */
export async function proofsBySet({ cloud, environment }: BackupSession): Promise<ReadonlyMap<string, BackupProof>> {
  const proofs = new Map<string, BackupProof>();
  for await (const { record } of openLedger(environment, cloud).newestFirst()) {
    for (const proof of record.proofs ?? []) {
      if (!proofs.has(proof.set)) proofs.set(proof.set, judgedProof(proof, environment));
    }
  }
  return proofs;
}

function overview({ clients }: BackupSession, set: BackupSet, proof: BackupProof | undefined): BackupOverview {
  const names = (status: 'available' | 'failed') =>
    set.stores.flatMap((each) => (each.status === status ? [each.name] : []));
  const age = (clients.now().getTime() - Date.parse(takenAt(set))) / 1_000;
  const size = sizeOf(set);
  return {
    id: set.id,
    state: set.state,
    ageSeconds: Math.max(0, Math.round(age)),
    stores: names('available'),
    failed: names('failed'),
    ...(size > 0 ? { sizeBytes: size } : {}),
    ...(proof ? { proof: pick(proof) } : {}),
  };
}

function pick({ outcome, at, rtoSeconds, rpoSeconds }: BackupProof) {
  return { outcome, at, rtoSeconds, rpoSeconds };
}
