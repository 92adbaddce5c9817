import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BacklotError } from '../modules/values/backlot-error.js';

/** Bytes that the path of a socket may have: 107 on Linux, 103 on macOS and the BSDs (`sun_path` in unix(7)). */
const LONGEST = 103;

/**
 * A new folder of this user alone, for sockets: below TMPDIR, or where paths are shorter when that one is too long or not there.
 *
 * @param prefix of the folder's name; six characters follow it.
 * @param socket name of the longest socket in it.
 * @throws BacklotError `NoSocketFolder`
 */
export async function socketFolder(
  prefix: string,
  socket: string,
  candidates: readonly string[] = shortFolders(),
): Promise<string> {
  const reasons: string[] = [];
  for (const candidate of candidates) {
    const length = Buffer.byteLength(join(candidate, `${prefix}XXXXXX`, socket));
    if (length > LONGEST) {
      reasons.push(`${candidate} (a socket in it would have ${length} bytes, ${LONGEST} are allowed)`);
      continue;
    }
    try {
      return await mkdtemp(join(candidate, prefix));
    } catch (error) {
      reasons.push(`${candidate} (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  throw new BacklotError({
    code: 'NoSocketFolder',
    message: `no folder can take the socket of the provider: ${reasons.join(', ')}`,
    source: 'platform',
    hints: ['set TMPDIR to a folder with a shorter path, such as /tmp'],
  });
}

function shortFolders(): readonly string[] {
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  return [...new Set([tmpdir(), ...(runtime ? [runtime] : []), '/tmp'])];
}
