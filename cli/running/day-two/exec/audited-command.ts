/** Words before a value that nobody but the command is to know. */
const SECRET =
  /pass(word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key|auth(orization)?|cookie|session/i;
/** A user with a password in an address: `postgres://ann:x@db`. */
const IN_ADDRESS = /(\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*):[^@\s/]*@/gi;
const LONGEST = 400;
const HIDDEN = '***';

/**
 * A command as it may be written down: values of what is called like a secret, passwords in addresses, and the values of
 * variables that are set are hidden. A script that is handed over as one word is kept without its quoted texts.
 */
export function auditedCommand(command: readonly string[]): string {
  const words: string[] = [];
  let hideNext = false;
  for (const word of command) {
    if (hideNext && !word.startsWith('-')) {
      words.push(HIDDEN);
      hideNext = false;
      continue;
    }
    hideNext = /^--?[a-z]/i.test(word) && SECRET.test(word) && !word.includes('=');
    // The short flag of many clients for a password: alone, or with it (`mysql -px`).
    words.push(/^-p./.test(word) && !/^-p\d+$/.test(word) ? `-p${HIDDEN}` : cleaned(word));
  }
  const text = words.map((word) => (/^[\w@%+=:,./*-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function cleaned(word: string): string {
  return word
    .replace(IN_ADDRESS, `$1:${HIDDEN}@`)
    .replace(/(bearer|basic)\s+[^\s'"]+/gi, `$1 ${HIDDEN}`)
    .replace(/([\w-]+)(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s;&|'"]+)/g, (whole, name: string, between: string) =>
      SECRET.test(name) ? `${name}${between}${HIDDEN}` : whole,
    )
    .replace(/(--?[\w-]+)\s+("[^"]*"|'[^']*'|[^\s;&|'"-][^\s;&|'"]*)/g, (whole, flag: string) =>
      SECRET.test(flag) ? `${flag} ${HIDDEN}` : whole,
    );
}
