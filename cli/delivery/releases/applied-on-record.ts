import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { objectName } from '../../kernel/stored-json.js';
import {
  type AppliedConfiguration,
  appliedFiles,
  appliedFolder,
  appliedLocation,
} from '../../session/applied/index.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { ArchiveStore, sha256 } from './archive-store.js';
import { openLedger } from './with-ledger.js';

/** What a look at the record needs of a session. */
type Reading = Pick<Session, 'cloud' | 'environment'>;

/**
 * The stack as it was applied last, in a folder of its own below `folder`, for Terraform to run there. What Terraform runs on
 * can run programs, so whoever writes into the bucket must not choose it: it has to be what a release says that it applied,
 * or byte for byte what this checkout synthesizes.
 *
 * @throws BacklotError `AppliedUnverified` when neither says so, `NameOutside`, `UnpackedTooLarge`
 */
export async function folderAsApplied(
  session: Reading,
  stack: SessionStack,
  applied: AppliedConfiguration,
  folder: string,
): Promise<SessionStack> {
  const files = appliedFiles(applied, stack);
  if (!(await isSynthesized(stack, files))) await assertReleased(session, stack, applied.hash, files);
  return appliedFolder(stack, applied, folder);
}

/** Whether the checkout has exactly these files. */
async function isSynthesized(stack: SessionStack, files: ReadonlyMap<string, Buffer>): Promise<boolean> {
  for (const [name, content] of files) {
    const own = await readFile(join(stack.folder, name)).catch(() => undefined); // not there: not the same
    if (!own?.equals(content)) return false;
  }
  return true;
}

async function assertReleased(
  { cloud, environment }: Reading,
  stack: SessionStack,
  hash: string,
  files: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const refuse = (reason: string) => unverified(environment.id, stack, reason);
  for await (const { record } of openLedger(environment, cloud).newestFirst()) {
    if (!record.stacks.some(({ id, configuration }) => id === stack.id && configuration === hash)) continue;
    const assets = [...files].filter(([name]) => name !== 'cdk.tf.json');
    if (assets.length === 0) return;
    if (!record.archive) continue;
    const store = new ArchiveStore(cloud.archives, stateBucket(environment), environment.id);
    const archived = (await store.read(record.archive)).stacks.find(({ id }) => id === stack.id);
    // A stack that a release put off stands in its record with what it would have been applied with.
    if (!archived || sha256(archived.config) !== hash) continue;
    const known = new Map(archived.files.map(({ path, sha256: of }) => [path, of]));
    const other = assets.find(([name, content]) => known.get(name) !== sha256(content));
    if (other) throw refuse(`its file '${other[0]}' is not the one of release ${record.number}`);
    return;
  }
  throw refuse('no release has its hash, and this checkout synthesizes something else');
}

function unverified(environment: string, stack: SessionStack, reason: string): BacklotError {
  return new BacklotError({
    code: 'AppliedUnverified',
    message: `what '${stack.id}' was applied with (${objectName(appliedLocation(stack))}) cannot be told from what somebody else wrote there: ${reason}; Terraform is not run on it`,
    source: 'platform',
    hints: ['a deploy of this checkout writes it anew'],
    actions: [`backlot releases verify ${environment}`, `backlot deploy ${environment}`],
    details: { stack: stack.id },
  });
}
