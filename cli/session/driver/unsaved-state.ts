import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { readStateFile, type StateFile } from '../../adapters/aws/index.js';
import { baseStateFile, unsavedStateFile } from '../../adapters/terraform/index.js';
import { commandLine } from '../../kernel/command-line.js';
import { settleAll } from '../../kernel/settle-all.js';
import type { Session } from '../open/session.js';
import type { SessionStack } from '../stacks/session-stack.js';
import { withTerraform } from './stack-terraform.js';
import { judgeUnsaved, type StateVersion, type UnsavedVerdict } from './unsaved-verdict.js';

/**
 * Stores the states that earlier applies made and could not store, where what is stored is still what they went on from.
 * Others stay where they are, and {@link assertStateStored} says why.
 *
 * @throws BacklotError `EnvironmentLocked` when somebody else changes the environment at this moment.
 */
export async function storeUnsavedStates(session: Session): Promise<void> {
  const waiting = session.stacks.filter(({ folder }) => existsSync(unsavedStateFile(folder)));
  if (waiting.length === 0) return;
  const store = () => settleAll(waiting.map((stack) => storeUnsavedState(session, stack)));
  await (session.lock ? store() : session.holding('recovery', store));
}

/**
 * Refuses to go on with a stack while a state of it waits to be stored: a plan would be made against an older one.
 *
 * @throws BacklotError `StateNotSaved` with what keeps it from being stored, and the commands that decide.
 */
export async function assertStateStored(session: Session, stack: SessionStack): Promise<void> {
  if (!existsSync(unsavedStateFile(stack.folder))) return;
  const { verdict } = await look(session, stack);
  if (verdict.kind === 'refused') throw await notSaved(session, stack, verdict.reason);
}

async function storeUnsavedState(session: Session, stack: SessionStack): Promise<void> {
  const file = unsavedStateFile(stack.folder);
  const { verdict, unsaved } = await look(session, stack);
  const note = (message: string) => session.progress.emit({ type: 'note', level: 'warning', message });
  if (verdict.kind === 'refused') {
    note(`'${stack.id}': the state that an earlier apply could not store is not stored now either: ${verdict.reason}`);
    return;
  }
  if (verdict.kind === 'successor') {
    const purpose = 'state-push';
    await withTerraform(session, stack, { purpose }, (terraform) => terraform.pushState(file));
    const about = `serial ${unsaved?.serial}, ${unsaved?.resources.length} resources`;
    note(`'${stack.id}': the state that an earlier apply could not store is stored now (${about})`);
  }
  for (const each of [file, baseStateFile(stack.folder)]) await rm(each, { force: true });
}

async function look(
  session: Session,
  stack: SessionStack,
): Promise<{ readonly verdict: UnsavedVerdict; readonly unsaved?: StateFile }> {
  const [unsaved, stored, base] = await Promise.all([
    readUnsaved(unsavedStateFile(stack.folder)),
    session.cloud.states.read(stack.state),
    readBase(baseStateFile(stack.folder)),
  ]);
  if (!unsaved) return { verdict: { kind: 'refused', reason: 'the file is cut off, or is no state' } };
  return { unsaved, verdict: judgeUnsaved(unsaved, stored, base) };
}

async function readUnsaved(file: string): Promise<StateFile | undefined> {
  try {
    const object = { at: file, etag: '', lastModified: (await stat(file)).mtime };
    return readStateFile(await readFile(file, 'utf8'), object);
  } catch {
    // Said as the reason why it isn't stored.
    return undefined;
  }
}

/** What the apply went on from; undefined when that isn't known. */
async function readBase(file: string): Promise<StateVersion | 'none' | undefined> {
  try {
    const { lineage, serial } = JSON.parse(await readFile(file, 'utf8'));
    return serial === 0 ? 'none' : { lineage, serial };
  } catch {
    // Not written by the version that applied, or cut off: the serials alone decide.
    return undefined;
  }
}

async function notSaved(session: Session, stack: SessionStack, reason: string): Promise<BacklotError> {
  const file = unsavedStateFile(stack.folder);
  const push = await withTerraform(session, stack, { purpose: 'state-push' }, async (terraform) =>
    terraform.commandLine('state', 'push', '-force', file),
  );
  const again = commandLine(`backlot plan ${session.environment.id}`);
  return new BacklotError({
    code: 'StateNotSaved',
    message: `stack '${stack.id}': an earlier apply changed resources and could not store the state, which is kept in ${file}. It is not stored by itself: ${reason}`,
    source: 'upstream',
    hints: [
      `to go on with what is stored, move the kept state away: what only it knows is looked for. To store the kept one instead: ${push}, then remove it`,
    ],
    actions: [`mv ${quoted(file)} ${quoted(`${file}.old`)}`, again],
    details: { stack: stack.id, unsavedState: file },
  });
}
