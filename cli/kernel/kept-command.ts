import { withoutCredentials } from '../../modules/values/without-credentials.js';
import { shellWords } from './shell-words.js';

const HIDDEN = '***';
const LONGEST = 400;

/** Words before a value that nobody but the command is to know. */
const SECRET =
  /pass(word|wd|phrase|in|out)?|secret|token|credential|api[-_]?key|private[-_]?key|auth(orization)?|cookie|session|pwd/i;

/** Short flags whose value is a secret, by program; elsewhere the same letter is a port, a path or a user. */
const SHORT: readonly (readonly [programs: RegExp, flag: string])[] = [
  [/^(redis|valkey|keydb)-cli$/, '-a'],
  [/^(sshpass|mongo(sh|dump|restore)?|docker|podman|nerdctl|helm|skopeo|crane|oras)$/, '-p'],
  [/^ldap\w+$/, '-w'],
  [/^(sqlcmd|bcp|zip|unzip|isql|rabbitmqadmin|mosquitto_\w+)$/, '-P'],
  [/^(rabbitmqadmin|influx|cqlsh|useradd|usermod|7za?)$/, '-p'],
  [/^openssl$/, '-k'],
  [/^openssl$/, '-K'],
  [/^curl$/, '-b'],
  [/^(psql|pgbench)$/, '-v'],
];

/** A program, or two words, behind which every word that is no flag can be a secret: they are there to set or to say one. */
const ALL_WORDS =
  /^(htpasswd|chpasswd|auth2?|openssl passwd|mysqladmin password|vault (login|kv|write)|rabbitmqctl (add_user|change_password|authenticate_user)|aws configure|mc alias|acl setuser)$/i;

/** Long flags with one dash. */
const LONG = /^-pass(word|in|out|phrase)?$/;

/** Programs that take `user:password`. */
const USER_AND_PASSWORD = /^(curl|http|https|xh|wget|siege|ab|etcdctl)$/;
const USER_FLAG = /^(-[a-zA-Z]*[uU]|-a|-A|-P|-E|--user|--proxy-user|--auth|--cert|--proxy-cert)$/;

/** Programs whose statements can hold anything. */
const CLIENT = /^(psql|mysql|mariadb|mongo|mongosh|sqlcmd|sqlite3|cqlsh|clickhouse(-client)?|isql|influx)$/;
const STATEMENT = /^(-[a-zA-Z]*[ceqQ]|--(command|execute|eval|query))(=|$)/;

/** Statements that set or say a password, whoever is told. */
const SAYS_PASSWORD =
  /\b(identified\s+(with|by)|(set|with)\s+(encrypted\s+)?password|password\s+['"]|requirepass\s|masterauth\s)/i;

/** Commands of a server that are a password's prefix. */
const SAID_NEXT = /^(auth2?|requirepass|masterauth|-{1,2}from-literal|-{1,2}cookie|-{1,2}secret-string)$/i;

const NEXT_COMMAND = /^(&&|\|\|?|;|&)$|;$/;

/**
 * A command as it may be written down: values of what is called like a secret, passwords of known clients, in addresses and headers, and
 * statements of databases are hidden. Best effort: a program that takes a secret in a way of its own shows it.
 */
export function keptCommand(command: readonly string[]): string {
  const words = withoutSecrets(command).map((word) => (/^[\w@%+=:,./*-]+$/.test(word) ? word : JSON.stringify(word)));
  const text = words.join(' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function withoutSecrets(command: readonly string[]): string[] {
  const kept: string[] = [];
  let programs: string[] = [];
  let next: 'shown' | 'hidden' | 'after colon' = 'shown';
  for (const word of command) {
    if (next !== 'shown') {
      const colon = next === 'after colon' ? word.indexOf(':') : 0;
      const value = colon > 0 ? `${word.slice(0, colon)}:${HIDDEN}` : colon === 0 ? HIDDEN : word;
      // A flag where a value should be: `-p` without one asks for it.
      const isFlag = next === 'hidden' && /^--[a-z]/.test(word);
      if (!isFlag) {
        kept.push(value);
        next = 'shown';
        continue;
      }
    }
    next = whatFollows(word, programs);
    const said = !word.startsWith('-') && !NEXT_COMMAND.test(word) && saysSecrets(programs);
    kept.push(said ? HIDDEN : shownWord(word, programs));
    if (NEXT_COMMAND.test(word)) programs = [];
    else programs.push(word.slice(word.lastIndexOf('/') + 1));
  }
  return kept;
}

function saysSecrets(words: readonly string[]): boolean {
  return words.some(
    (each, at) => ALL_WORDS.test(each) || words.slice(at + 1).some((later) => ALL_WORDS.test(`${each} ${later}`)),
  );
}

function whatFollows(word: string, programs: readonly string[]): 'shown' | 'hidden' | 'after colon' {
  const of = (pattern: RegExp) => programs.some((each) => pattern.test(each));
  if (of(USER_AND_PASSWORD) && USER_FLAG.test(word)) return 'after colon';
  if (SHORT.some(([pattern, flag]) => flag === word && of(pattern))) return 'hidden';
  if (of(CLIENT) && STATEMENT.test(word) && !word.includes('=')) return 'hidden';
  if (SAID_NEXT.test(word)) return 'hidden';
  return /^--?[a-z]/i.test(word) && SECRET.test(word) && !word.includes('=') ? 'hidden' : 'shown';
}

function shownWord(word: string, programs: readonly string[]): string {
  const of = (pattern: RegExp) => programs.some((each) => pattern.test(each));
  const [, flag = '', value = ''] = /^(-[a-zA-Z])(.+)$/s.exec(word) ?? [];
  // The value right behind its letter: `mysql -px`, `redis-cli -ax`, `curl -uann:x`.
  if (flag && !word.startsWith('--')) {
    if (SHORT.some(([pattern, short]) => short === flag && of(pattern))) return flag + HIDDEN;
    if (flag === '-p' && !/^\d+$/.test(value) && !LONG.test(word)) return flag + HIDDEN;
    if (of(USER_AND_PASSWORD) && USER_FLAG.test(flag) && value.includes(':')) {
      return `${flag}${value.slice(0, value.indexOf(':'))}:${HIDDEN}`;
    }
  }
  if (of(CLIENT) && STATEMENT.test(word) && word.includes('='))
    return `${word.slice(0, word.indexOf('=') + 1)}${HIDDEN}`;
  if (of(USER_AND_PASSWORD) && /^--(proxy-)?user=/.test(word)) return word.replace(/:.*$/s, `:${HIDDEN}`);
  if (/^--from-literal=/.test(word)) return `--from-literal=${HIDDEN}`;
  if (SAYS_PASSWORD.test(word)) return HIDDEN;
  if (/^pass(word)?:/.test(word)) return word.replace(/:.*$/s, `:${HIDDEN}`);
  // A header or a script in one word: its own words are looked at in turn.
  const header = /^([\w-]+):\s/.exec(word);
  if (header) return SECRET.test(header[1] ?? '') ? `${header[1]}: ${HIDDEN}` : cleaned(word);
  // What follows `<<EOF` or `<<<` is no words but what a program is given.
  const script = word.replace(/<<[^\n]*(?:\n[\s\S]*|$)/, `<<${HIDDEN}`);
  return /\s/.test(word) ? cleaned(withoutSecrets(shellWords(script)).join(' ')) : cleaned(word);
}

/** Assignments and what is known by its looks. */
function cleaned(word: string): string {
  return withoutCredentials(word)
    .replaceAll('(redacted)', HIDDEN)
    .replace(/([\w-]+)(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s;&|'"]+)/g, (whole, name: string, between: string) =>
      SECRET.test(name) ? `${name}${between}${HIDDEN}` : whole,
    );
}
