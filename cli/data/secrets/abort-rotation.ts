import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { RotationRun } from './rotation-run.js';
import type { RotationResult } from './secrets-result.js';
import { begunPhases, CURRENT, OLD, PENDING, PHASES, type Phase, versionWith } from './stages.js';

/**
 * Goes back to the version before, as long as its credential was not retired: the consumers are moved back the way they
 * came. Of a pair of keys the announced one is passed on the way, since nobody may meet a signature by a key that it
 * doesn't know.
 *
 * @throws BacklotError `NothingToAbort`, `TooLateToAbort`.
 */
export async function abortRotation(run: RotationRun): Promise<RotationResult> {
  const stored = await run.refresh();
  const begun = begunPhases(stored);
  const last = begun.at(-1);
  if (!last) throw nothing(run);
  const current = versionWith(stored, CURRENT);
  const made = versionWith(stored, PHASES[last]);
  const old = versionWith(stored, OLD);
  // What was never promoted is only forgotten.
  const promoted = begun.filter((phase) => phase !== last || made?.id === current?.id);
  if (promoted.length > 0 && !old) throw tooLate(run);
  const back = promoted.length > 0 && old ? [...wayBack(run, promoted), old.id] : [];
  for (const version of back) {
    const now = versionWith(await run.refresh(), CURRENT);
    if (now && now.id !== version) {
      await run.step('promote', 'make the version before the current one', async () => {
        await run.store.moveStage(run.name, { stage: CURRENT, to: version, from: now.id });
        return { message: `version ${version}` };
      });
    }
    await run.refresh();
    await run.move('', version);
  }
  await forget(run);
  return run.result('aborted', versionWith(await run.refresh(), CURRENT)?.id ?? '');
}

function wayBack(run: RotationRun, promoted: readonly Phase[]): string[] {
  if (promoted.at(-1) !== 'switch') return [];
  const announced = versionWith(run.stored, PHASES.announce);
  return announced ? [announced.id] : [];
}

async function forget(run: RotationRun): Promise<void> {
  await run.refresh();
  // Newest first: while a label of an earlier phase is there, the rotation is known.
  await run.unlabel([PENDING, PHASES.drop, PHASES.switch, OLD, PHASES.announce, PHASES.replace]);
}

function nothing({ place, secret }: RotationRun): BacklotError {
  return new BacklotError({
    code: 'NothingToAbort',
    message: `no rotation of '${secret}' is under way; nothing was changed`,
    exitCode: 3,
    actions: [`backlot secrets list ${place.environment}`],
  });
}

function tooLate({ place, secret }: RotationRun): BacklotError {
  return new BacklotError({
    code: 'TooLateToAbort',
    message: `the old credential of '${secret}' was retired already, so nobody can go back to it`,
    actions: [`backlot secrets rotate ${place.environment} ${secret}`],
  });
}
