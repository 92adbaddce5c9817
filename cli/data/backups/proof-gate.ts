import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { type BackupProof, type NewestProofOptions, newestProof, openLedger } from '../../delivery/releases/index.js';
import { stateResources, storesIn } from './discover-stores.js';

/**
 * Lets a deploy through only when a restore was proven lately, where the environment asks for that by `backup.proof`. The
 * newest proof counts: after one that failed, older ones prove nothing. An environment that holds no data yet, or whose
 * first deploy is still to be completed, has nothing to prove.
 *
 * @throws BacklotError `BackupNotProven` (exit code 1), `LedgerForged`.
 */
export async function assertProvenBackups(environment: Environment, options: NewestProofOptions): Promise<void> {
  const maxAge = environment.backup?.proof?.maxAge;
  if (maxAge === undefined) return;
  const { id } = environment;
  if (!(await hasSomethingToProve(environment, options))) return;
  const found = await newestProof(environment, options);
  if (!found) throw notProven(environment, 'no restore of its backups was ever proven', maxAge);
  const { proof, ageSeconds } = found;
  if (proof.outcome !== 'proven') {
    const failed = proof.assertions.find(({ outcome }) => outcome === 'failed');
    const why = failed ? `: ${failed.store} ${failed.name}: ${failed.actual} instead of ${failed.expected}` : '';
    throw notProven(environment, `the newest proof (of ${proof.set}, ${proof.at}) failed${why}`, maxAge, proof);
  }
  if (ageSeconds <= Duration.parse(maxAge).toSeconds()) return;
  throw notProven(
    environment,
    `the newest proof of '${id}' (of ${proof.set}) is ${ageText(ageSeconds)} old`,
    maxAge,
    proof,
  );
}

function ageText(seconds: number): string {
  if (seconds > 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds > 2 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return seconds > 120 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds)} s`;
}

/** Whether a deploy was completed, and the states name a store: nobody can back up what is yet to be made. */
async function hasSomethingToProve(environment: Environment, cloud: NewestProofOptions): Promise<boolean> {
  const bucket = stateBucket(environment);
  const { id, platform } = environment;
  const { objects } = cloud;
  let deployed = false;
  for await (const { record } of openLedger(environment, cloud).newestFirst()) {
    deployed = record.outcome === 'complete' && (record.operation === 'deploy' || record.operation === 'rollback');
    if (deployed) break;
  }
  if (!deployed) return false;
  const list = async (_: string, prefix: string) =>
    (await objects.keys(bucket, prefix)).filter((key) => key.endsWith('.tfstate'));
  const resources = await stateResources({ objects, states: { list } }, { bucket, environment: id });
  return storesIn(resources, `${platform}-${id}-`, bucket).length > 0;
}

function notProven({ id }: Environment, why: string, maxAge: string, proof?: BackupProof): BacklotError {
  return new BacklotError({
    code: 'BackupNotProven',
    message: `deploys to '${id}' need a restore that was proven within ${maxAge} (backup.proof.maxAge): ${why}`,
    hints: ['or deploy with --skip-proof-gate REASON: the reason goes into the ledger'],
    actions: [...(proof ? [] : [`backlot backups create ${id}`]), `backlot backups verify ${id}`],
    details: { maxAge, ...(proof ? { proof } : {}) },
  });
}
