/** Names under which people keep what nobody else may know. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)$/;

/** Of these names, those whose value may well be a number. */
const TYPED_NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE)$/;

/** Names that count or limit what stands behind. */
const MEASURE = /^(MAX|MIN|NUM|COUNT|LIMIT)_/;

/** Forms that only secrets have: PEM, keys of AWS, GitHub, Slack and Stripe, JWT, passwords in URLs. */
const SECRET_FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\b[rs]k_(live|test)_[A-Za-z0-9]{16}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  /:\/\/[^/\s:@]*:[^/\s:@]+@/,
];

/** Long and of all kinds of characters. */
const LONG_AND_MIXED = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_-]{40,}={0,2}$/;

/** Of neighbours among letters and digits, the part that changes its kind: about 0.45 in random text, below 0.2 in words. */
const MOST_CHANGES_OF_WORDS = 0.27;

const NUMBER = /^[+-]?\d+(\.\d+)?\s?(%|ms|s|m|h|d|w|[KMGT]i?B?)?$/;
const SWITCH = /^(true|false|yes|no|on|off|enabled|disabled|none|null|optional|required)$/i;
const PATH = /^(~|\.{1,2})?\/[^\s:@]*$/;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[^\s@]+$/i;

/** Whether a variable looks as if it held what nobody may read in a file: by its value, or by its name unless the value can't. */
export function looksSecret(name: string, value: string): boolean {
  if (SECRET_FORMS.some((form) => form.test(value)) || isRandom(value)) return true;
  if (value === '' || !SECRET_NAME.test(name)) return false;
  if (NUMBER.test(value)) return TYPED_NAME.test(name) && !MEASURE.test(name);
  return ![SWITCH, PATH, ADDRESS].some((form) => form.test(value));
}

function isRandom(value: string): boolean {
  return LONG_AND_MIXED.test(value) && changes(value) > MOST_CHANGES_OF_WORDS;
}

/** How often the kind of character changes inside of runs of letters and digits; a capital that begins a word is no change. */
function changes(value: string): number {
  const kinds = value.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
  const pairs = kinds.split(/[+/_=-]+/).flatMap((run) => [...run].slice(1).map((kind, index) => run[index] + kind));
  const changed = pairs.filter((pair) => pair[0] !== pair[1] && pair !== 'Aa');
  return pairs.length === 0 ? 0 : changed.length / pairs.length;
}
