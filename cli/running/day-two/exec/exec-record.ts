import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  const named = fingerprint ? `, fingerprint ${fingerprint}` : '';
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
 * @returns the first 16 digits; undefined where the state folder can't hold a key
 */
export function fingerprintOf(command: readonly string[], folder = stateFolder()): string | undefined {
  const key = keyOf(folder);
  return key && createHmac('sha256', key).update(JSON.stringify(command)).digest('hex').slice(0, 16);
}

const KEY_FILE = 'audit.key';
const KEY_BYTES = 32;

/** The key of this machine, made when there is none: whole or not at all, however many begin at once. */
function keyOf(folder: string): Buffer | undefined {
  const file = join(folder, KEY_FILE);
  return readKey(file) ?? madeKey(folder, file);
}

/** @returns undefined where there is none, where it can't be read, and where it isn't one: half written by an earlier version */
function readKey(file: string): Buffer | undefined {
  try {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    if ((statSync(file).mode & 0o077) !== 0) narrow(file);
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

function narrow(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // A folder that can't be written to: the key is as good as it was.
  }
}

function madeKey(folder: string, file: string): Buffer | undefined {
  const fresh = join(folder, `.${KEY_FILE}.${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(fresh, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    // What is there and is no key can make no fingerprint: nothing is lost with it.
    if (existsSync(file) && !readKey(file)) rmSync(file, { force: true });
    // A link takes no name that somebody else has got to in the meantime.
    linkSync(fresh, file);
  } catch {
    // Somebody was faster, or the folder can't hold one: reading tells which.
  }
  try {
    rmSync(fresh, { force: true });
  } catch {
    // Nor can a folder that isn't one hold what was to be removed.
  }
  return readKey(file); // A record without a fingerprint still says who ran what, where and when.
}
