import { randomUUID } from 'node:crypto';
import { type Environment, secretFields } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { step } from '../../kernel/progress.js';
import { journaled } from '../../session/journal/index.js';
import type { ConsumersResult } from './consumers-result.js';
import { rotationUnderWay } from './list-secrets.js';
import { declaredSecret, storedSecret } from './open-secrets.js';
import { movableConsumers, rollConsumers } from './roll-consumers.js';
import { underWay } from './rotation-error.js';
import { consumersResult } from './secret-consumers.js';
import { meantValue, wholeValue } from './secret-value.js';
import type { SetSecretOptions } from './secrets-options.js';
import type { SecretSetResult } from './secrets-result.js';
import { begunPhases, CURRENT, versionWith } from './stages.js';
import { declaredCluster, requireCluster, type SecretsSession, withChangingSecrets } from './with-secrets.js';

/**
 * Makes a value the current version; the one before stays as AWSPREVIOUS. The same value again makes no version. With
 * `rollout` its consumers are moved to it.
 *
 * @param read as it came from stdin; it goes to Secrets Manager and nowhere else.
 * @throws BacklotError `UnknownSecret`, `ValueEmpty`, `ValueTooLong`, `ValueNotJson`, `UnknownKey`, `KeyMissing`,
 * `SetByRotation`, `RotationUnderWay`.
 */
export async function setSecret(
  environment: Environment,
  secret: string,
  read: string,
  options: SetSecretOptions = {},
): Promise<SecretSetResult> {
  const declared = declaredSecret(environment, secret);
  const { trimmed, value: given } = meantValue(read);
  if (declared.rotation === 'postgres-users' || declared.rotation === 'redis-user')
    throw setByRotation(environment, secret);
  return withChangingSecrets(environment, options, async (session) => {
    const { journal, progress, store } = session;
    const stored = await storedSecret(environment, secret, store);
    const place = { environment: environment.id, secret };
    if (begunPhases(stored).length > 0) throw underWay(place, rotationUnderWay(stored) ?? '');
    const cluster = options.rollout ? await requireCluster(session) : undefined;
    if (cluster) await movableConsumers(environment, secret, stored, cluster);
    const before = versionWith(stored, CURRENT);
    const current = before && (await store.read(stored.name, before.id));
    const value = wholeValue(secret, secretFields(declared), given, options.key, current);
    const unchanged = before !== undefined && value === current;
    const version = unchanged ? before.id : randomUUID();
    if (!unchanged) {
      const entry = { step: `secret:${secret}/set`, intent: `setting '${secret}'` };
      await step(progress, { id: 'secrets/set', title: `set ${secret}` }, () =>
        journaled(journal, entry, () => store.put(stored.name, { id: version, value, stages: [CURRENT] })),
      );
    }
    const now = unchanged ? stored : await storedSecret(environment, secret, store);
    let rolled: SecretSetResult['rolled'];
    if (cluster) {
      const wanted = { secret, stored: now, version, value };
      const found = await movableConsumers(environment, secret, now, cluster);
      const entry = { step: `secret:${secret}/move`, intent: `moving the consumers of '${secret}'` };
      rolled = await step(progress, { id: 'secrets/move', title: 'move the consumers' }, () =>
        journaled(journal, entry, () =>
          rollConsumers(found, wanted, {
            ...{ environment, cluster, session, times: options, rolloutOnly: true },
            parent: 'secrets/move',
          }),
        ),
      );
    }
    const consumers = await seen(environment, secret, session);
    return {
      ...{ environment: environment.id, secret, name: stored.name, version, trimmed },
      outcome: unchanged ? 'unchanged' : 'set',
      previous: unchanged ? undefined : before?.id,
      consumers,
      rolled,
      actions: consumers.actions,
    };
  });
}

/** A cluster that can't be reached doesn't undo what was set. */
async function seen(environment: Environment, secret: string, session: SecretsSession): Promise<ConsumersResult> {
  const cluster = await declaredCluster(session).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    session.progress.emit({ type: 'note', level: 'warning', message: `the cluster was not asked: ${reason}` });
    return undefined;
  });
  const stored = await storedSecret(environment, secret, session.store);
  return consumersResult(environment, secret, stored, session.store, cluster);
}

/** A password that the server doesn't know would lock everybody out. */
function setByRotation({ id }: Environment, secret: string): BacklotError {
  return new BacklotError({
    code: 'SetByRotation',
    message: `'${secret}' is a login that its server must know, so it can't be set by hand`,
    exitCode: 3,
    actions: [`backlot secrets rotate ${id} ${secret}`],
  });
}
