import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { parseState, type StateJsonInstance } from '../../adapters/aws/index.js';
import type { Identity } from '../../adapters/backups/index.js';
import { commandLine } from '../../kernel/command-line.js';
import type { BackupSession } from './backup-session.js';

/** Looks whether anybody works on a state of the environment with Terraform itself. @throws BacklotError `StateInUse` */
export async function assertStatesFree({ catalog, cloud, environment }: BackupSession): Promise<void> {
  for (const key of await cloud.states.list(catalog.bucket, `${environment.id}/`)) {
    const lock = await cloud.states.lock({ bucket: catalog.bucket, key });
    if (!lock) continue;
    throw new BacklotError({
      code: 'StateInUse',
      message: `the state '${key}' is being changed by ${lock.who} since ${lock.since}: nothing was replaced`,
      source: 'upstream',
      actions: [`backlot locks list ${environment.id}`, commandLine(`backlot plan ${environment.id}`)],
      details: { key },
    });
  }
}

/**
 * Tells the states of an environment that another thing has the name of one that they know: Terraform finds it by what the
 * service chose, such as the resource id of a database, and would go on looking after the old one. All else that it knows of
 * it is read anew by the next plan. The caller holds the lock of the environment.
 *
 * @returns whether a state knows a thing of that name.
 * @throws BacklotError `StateInUse` when somebody works on the state with Terraform itself.
 */
export async function renewIdentity({ catalog, cloud, environment }: BackupSession, identity: Identity) {
  let known = false;
  for (const key of await cloud.states.list(catalog.bucket, `${environment.id}/`)) {
    const location = { bucket: catalog.bucket, key };
    const found = await cloud.objects.read(location);
    const state = parseState(found?.body ?? '{}', location);
    const things = (state.resources ?? [])
      .filter(({ mode, type }) => mode === 'managed' && type === identity.type)
      .flatMap(({ instances, module, name, type }) =>
        instances.map((instance) => ({ instance, address: `${module ? `${module}.` : ''}${type}.${name}` })),
      )
      .filter(({ instance: { attributes } }) =>
        Object.entries(identity.named).every(([name, is]) => attributes?.[name] === is),
      );
    known ||= things.length > 0;
    const changed = things.filter(({ instance }) => renew(instance, identity.chosen));
    if (!found || changed.length === 0) continue;
    const lock = await cloud.states.lock(location);
    state.serial = (state.serial ?? 0) + 1;
    const written = !lock && (await cloud.objects.put(location, JSON.stringify(state, undefined, 2), found));
    if (!written) throw inUse(key, lock?.who, { identity, address: changed[0]?.address ?? '' });
  }
  return known;
}

/** Puts the new value wherever the old one stands, in whatever Terraform keeps of the thing. */
function renew(thing: StateJsonInstance, chosen: Identity['chosen']): boolean {
  let text = JSON.stringify(thing);
  const before = text;
  for (const [name, is] of Object.entries(chosen)) {
    const was = thing.attributes?.[name];
    if (typeof was === 'string' && was !== '') text = text.replaceAll(JSON.stringify(was), JSON.stringify(is));
  }
  if (text === before) return false;
  Object.assign(thing, JSON.parse(text));
  return true;
}

function inUse(
  key: string,
  who: string | undefined,
  { address, identity }: { readonly address: string; readonly identity: Identity },
): BacklotError {
  const [name = ''] = Object.values(identity.named);
  return new BacklotError({
    code: 'StateInUse',
    message: `${name} was replaced, but the state '${key}' still names the old one: it is being changed${who ? ` by ${who}` : ''}`,
    source: 'upstream',
    hints: ['wait until that has ended; the commands run in the folder of its stack'],
    actions: [shell`terraform state rm ${address}`, shell`terraform import ${address} ${name}`],
    details: { key },
  });
}
