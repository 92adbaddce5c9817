import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../../../../host/folders.js';
import { keptCommand } from '../../../kernel/kept-command.js';

/** How much of a command is written down. */
export type KeptOfCommand = 'program' | 'text';

/**
 * A command as its audit names it. `program` keeps no word that could hold a secret: the name of the program, how many words follow, and a
 * fingerprint of all of them. `text` keeps the words, secrets hidden as well as that can be told.
 */
export function recordedCommand(command: readonly string[], kept: KeptOfCommand, folder = stateFolder()): string {
  const fingerprint = fingerprintOf(command, folder);
  const damaged = fingerprint === undefined && keyOf(folder) === DAMAGED;
  const named = damaged
    ? `, no fingerprint, as ${KEY_FILE} of the state folder is damaged: remove it, and the next command makes a new one`
    : fingerprint
      ? `, fingerprint ${fingerprint}`
      : '';
  if (kept === 'text') return `${keptCommand(command)}${named}`;
  const more = command.length - 1;
  return `${programOf(command)}${more > 0 ? ` and ${more} more ${more === 1 ? 'word' : 'words'}` : ''}${named}`;
}

/** The name of a program; none for a first word that is something else, such as a whole line or a variable that is set. */
function programOf([first = '']: readonly string[]): string {
  const name = first.slice(first.lastIndexOf('/') + 1);
  return /^[\w.+-]{1,64}$/.test(name) ? name : 'a program that is not named';
}

/**
 * HMAC-SHA256 over the words as JSON, with a key that this machine keeps. A hash without a key, salted or not, would give a short password
 * away to whoever tries all; with it, only who can read the key can tell which command it was.
 *
 * @returns the first 16 digits; undefined where the state folder can't hold a key, or the one that it holds is damaged
 */
export function fingerprintOf(command: readonly string[], folder = stateFolder()): string | undefined {
  const key = keyOf(folder);
  if (key === undefined || key === DAMAGED) return undefined;
  return createHmac('sha256', key).update(JSON.stringify(command)).digest('hex').slice(0, 16);
}

const KEY_FILE = 'audit.key';

/** A key of another length than one has: it was not written to its end. */
const DAMAGED = 'damaged';

function keyOf(folder: string): Buffer | typeof DAMAGED | undefined {
  const file = join(folder, KEY_FILE);
  try {
    return readKey(file);
  } catch {
    makeKey(folder, file);
  }
  try {
    return readKey(file);
  } catch {
    return undefined; // A record without a fingerprint still says who ran what, where and when.
  }
}

/** Another one that is made at the same moment stays; nobody sees half of one. */
function makeKey(folder: string, file: string): void {
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(made, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(made, file);
  } catch {
    // It is there, or can't be: reading tells which.
  } finally {
    try {
      rmSync(made, { force: true });
    } catch {
      // On a folder that nobody may write it was not made.
    }
  }
}

function readKey(file: string): Buffer | typeof DAMAGED {
  const text = readFileSync(file, 'utf8').trim();
  try {
    chmodSync(file, 0o600);
  } catch {
    // Not ours to change: what can be read signs all the same.
  }
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : DAMAGED;
}
