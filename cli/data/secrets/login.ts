import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A user and its password, as a secret holds them. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Reads a login; undefined where the text is none. */
export function readLogin(text: string | undefined): Login | undefined {
  try {
    const { password, username } = JSON.parse(text ?? '') as Partial<Login>;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // Not JSON: what the text is must not be part of a message.
  }
  return undefined;
}

/** Reads a login that must be there. @throws BacklotError `NoLogin` */
export function requireLogin(text: string | undefined, where: string): Login {
  const login = readLogin(text);
  if (login) return login;
  throw new BacklotError({
    code: 'NoLogin',
    message: `${where} is no JSON object with username and password`,
    exitCode: 3,
  });
}
