import { type DeclaredSecret, type Environment, secretFields } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { abortRotation } from './abort-rotation.js';
import { chooseIssuer } from './choose-issuer.js';
import { declaredSecret, storedSecret } from './open-secrets.js';
import { movableConsumers } from './roll-consumers.js';
import { underWay } from './rotation-error.js';
import { rotationPhases } from './rotation-phases.js';
import { RotationRun } from './rotation-run.js';
import { meantValue, wholeValue } from './secret-value.js';
import type { RotateOptions } from './secrets-options.js';
import type { RotationResult } from './secrets-result.js';
import { begunPhases, CURRENT, PENDING, PHASES, versionWith } from './stages.js';
import { requireCluster, withChangingSecrets } from './with-secrets.js';

/**
 * Rotates a secret while both credentials are good: a new one is made beside the old one and tried, becomes the current
 * one, all consumers are moved and seen to have moved, and only then the old one is invalidated. What was done is in the
 * staging labels of the versions, so that the same command goes on after any end.
 *
 * @throws BacklotError `UnknownSecret`, `SecretMissing`, `NotRotatable`, `RotationUnderWay`, `CanaryUnderWay`,
 * `ConsumerNotReady`, `StillInUse`; with exit code 69 `RotationTimedOut`, 130 `Interrupted`.
 */
export async function rotateSecret(
  environment: Environment,
  secret: string,
  options: RotateOptions = {},
): Promise<RotationResult> {
  const declared = declaredSecret(environment, secret);
  const given = options.given === undefined ? undefined : givenValue(secret, declared, options.given);
  return withChangingSecrets(environment, options, async (session) => {
    const { store } = session;
    const stored = await storedSecret(environment, secret, store);
    const begun = begunPhases(stored);
    if (begun.length === 0 && !options.abort) requireRotatable(environment, secret, declared, options);
    refuseForeign(environment, secret, stored);
    const cluster = await requireCluster(session);
    const consumers = await movableConsumers(environment, secret, stored, cluster);
    const issuer =
      options.issuer ?? (await chooseIssuer({ environment, declared, session, given, resumed: begun.length > 0 }));
    const roll = { environment, cluster, session, times: options, rolloutOnly: options.rolloutOnly };
    const run = new RotationRun({ environment, secret, stored, store, issuer, consumers, roll });
    if (options.abort) return abortRotation(run);
    if (options.rolloutOnly) {
      if (begun.length > 0) throw underWay({ environment: environment.id, secret }, `it is at '${begun.at(-1)}'`);
      return moveToCurrent(run);
    }
    for (const phase of rotationPhases(declared, issuer, stored)) {
      if (phase.retireFirst) await run.retire();
      await run.phase(phase);
    }
    await run.retire();
    return run.finish();
  });
}

async function moveToCurrent(run: RotationRun): Promise<RotationResult> {
  const current = versionWith(run.stored, CURRENT);
  if (!current) throw new BacklotError({ code: 'SecretEmpty', message: `'${run.secret}' has no value`, exitCode: 3 });
  await run.move('', current.id);
  return run.result('moved', current.id);
}

/** As it was read from stdin: of a pair only the new key, else the whole value. */
function givenValue(secret: string, declared: DeclaredSecret, read: string): string {
  const { value } = meantValue(read);
  return declared.rotation === 'dual' ? value : wholeValue(secret, secretFields(declared), value, undefined, undefined);
}

/** Random text in the place of what somebody else issued would lock everybody out. */
function requireRotatable(environment: Environment, secret: string, declared: DeclaredSecret, options: RotateOptions) {
  const { given, issuer, rolloutOnly } = options;
  if (given !== undefined || issuer || rolloutOnly || declared.rotateEvery || declared.rotation !== 'random') return;
  throw new BacklotError({
    code: 'NotRotatable',
    message: `the value of '${secret}' is set by hand, so whoever issued it must make the new one`,
    exitCode: 3,
    hints: [
      'get a new one from its issuer',
      `declare secrets.${secret}.rotation, or rotateEvery where random text will do`,
    ],
    actions: [`backlot secrets rotate ${environment.id} ${secret} --stdin`],
  });
}

/** A pending version that carries no label of ours is made by AWS's own rotation right now. */
function refuseForeign(environment: Environment, secret: string, stored: RotationRun['stored']): void {
  const pending = versionWith(stored, PENDING);
  if (!pending || pending.stages.includes(CURRENT)) return;
  if (pending.stages.some((stage) => Object.values<string>(PHASES).includes(stage))) return;
  throw new BacklotError({
    code: 'RotationUnderWay',
    message: `Secrets Manager itself is rotating '${secret}' (version ${pending.id} is pending)`,
    hints: ['wait until it is done; cancel it only if it has failed'],
    actions: [
      `backlot secrets list ${environment.id}`,
      shell`aws secretsmanager cancel-rotate-secret --secret-id ${stored.name}`,
    ],
  });
}
