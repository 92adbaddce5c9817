const HIDDEN = '(redacted)';

/** What is no value: space before it, what is hidden already, a variable, a placeholder. */
const VALUE =
  '(?![\\s>]|["\']?(?:(?:bearer|basic|token|negotiate)\\s+)?(?:\\(redacted\\)|\\*\\*\\*(?!\\w)|…|\\$\\w+|\\$?\\{+[\\w .:$-]*\\}|<[\\w .-]*>))';

/**
 * Ends of names of fields, variables and parameters that hold a credential. No pattern begins with a run of letters: in a long word
 * each of them would be looked at as often as there are letters.
 */
const FIELDS = [
  'pass(?:word|wd|phrase|code)',
  'secret[_-]?(?:access[_-]?)?key',
  'secret[_-]?string',
  'client[_-]?secret',
  '(?:session|access|auth|refresh|id|identity|security)[_-]?token',
  '(?:api|private|account)[_-]?key',
].join('|');

/** The same, and what is one only where a value is given to it. */
const NAMES = `${FIELDS}|(?<=\\w)[_-](?:pass|pwd|secret)|(?<!\\w)token`;

/** A text in quotes; the quote is kept, and so are the backslashes before it where it stands in another text. */
const QUOTED = "(?:(\")(?:\\\\.|[^\"\\\\])*\"|(')(?:''|[^'])*'|[^\\s\"',;&})]+)";

/** Headers of HTTP that hold a credential. */
const HEADERS = 'x-[\\w-]{0,60}?(?:key|token|secret|auth)|(?:set-)?cookie';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN ([A-Z ]*)PRIVATE KEY( BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
    `(private key ${HIDDEN})`,
  ],
  // Signed addresses: of S3, of CloudFront, and what signs a request.
  [/\b(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"'<]+/gi, `$1${HIDDEN}`],
  [/([?&](?:Signature|Policy|sig)=)[^&\s"'<]+/g, `$1${HIDDEN}`],
  [/\b(Signature=)[0-9a-f]{16,}/g, `$1${HIDDEN}`],
  // What is run in a pod, as Kubernetes is asked for it.
  [/([?&]command=)[^&\s"'<]+/g, `$1${HIDDEN}`],
  // `postgres://ann:password@db`, `https://token@host`
  [
    /\b([a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#:@'"]*):(?!\d+[/?#])[^\s'"]{1,200}@(?=[\w.[-]{1,253}(?::\d+)?(?:[/?#\s'"\\),;]|$))/gi,
    `$1:${HIDDEN}@`,
  ],
  [/\b([a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#:@'"]*):[^\s/?#'"]+@/gi, `$1:${HIDDEN}@`],
  [/\b(https?:\/\/)[^\s/?#:@'"]{20,}@/gi, `$1${HIDDEN}@`],
  [
    new RegExp(
      `\\b(authorization\\\\*["']?\\s*[:=]\\s*\\[?\\s*\\\\*["']?${VALUE}(?:(?:bearer|basic|token|negotiate)\\s+)?)[^\\s"',[}\\\\]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [new RegExp(`\\b((?:${HEADERS})\\\\*["']?:\\s*\\\\*["']?)${VALUE}[^\\n"'\\\\]+`, 'gi'), `$1${HIDDEN}`],
  [/\b(Bearer|Basic)\s+(?=\S*[\d=_.])[\w.~+/=-]{12,}/gi, `$1 ${HIDDEN}`],
  // Tokens that are known by how they look: JWT, EKS, GitHub, GitLab, npm, Docker, Slack, Stripe, Google, Vault.
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  [/\bk8s-aws-v1\.[\w-]+/g, HIDDEN],
  [/\b(?:gh[pousr]|github_pat|npm|dckr_pat|[sr]k_live)_\w{20,}/g, HIDDEN],
  [/\b(?:glpat-|xox[abeoprs]-|AIza|hv[sb]\.)[\w-]{20,}/g, HIDDEN],
  [/(hooks\.slack\.com\/services\/)[\w/]+/g, `$1${HIDDEN}`],
  [/\b((?:AKIA|ASIA)[A-Z0-9]{12})[A-Z0-9]{4}\b/g, '$1****'],
  // `password=x`, `PGPASSWORD='x y'`, `password => "x"`, and as it stands in an address: `password%3Dx`.
  [new RegExp(`((?:${NAMES})\\s*=>?\\s*)${VALUE}${QUOTED}`, 'gi'), `$1$2$3${HIDDEN}$2$3`],
  [new RegExp(`((?:${FIELDS})(?:%22|%27)?%3[AD](?:%22|%27)?)[^\\s&%"']+`, 'gi'), `$1${HIDDEN}`],
  // `"password": "x"`; within a text of JSON, whose quotes have backslashes, to the next quote with no more of them.
  [
    new RegExp(
      `((?:${NAMES})["']\\s*:\\s*)${VALUE}(?:(")(?:\\\\.|[^"\\\\])*(?:"|$)|(')(?:\\\\.|[^'\\\\])*(?:'|$))`,
      'gi',
    ),
    `$1$2$3${HIDDEN}$2$3`,
  ],
  [new RegExp(`((?:${NAMES})(\\\\+["'])\\s*:\\s*\\2)${VALUE}(?:(?!(?<!\\\\)\\2)[^\\n])+`, 'gi'), `$1${HIDDEN}`],
  // As Node shows an object, and YAML: no quotes around the name.
  [
    new RegExp(`((?:${FIELDS})\\s*:\\s*)${VALUE}(?:(")(?:\\\\.|[^"\\\\])*"|(')(?:\\\\.|''|[^'\\\\])*')`, 'gi'),
    `$1$2$3${HIDDEN}$2$3`,
  ],
  [new RegExp(`^([ \\t]*(?:- +)?[\\w-]{0,200}?(?:${FIELDS}): +)${VALUE}[^\\s"']+(?=[ \\t]*$)`, 'gim'), `$1${HIDDEN}`],
  [new RegExp(`((?:${FIELDS})>)[^<\\s][^<]{0,4000}(?=</)`, 'gi'), `$1${HIDDEN}`],
  // A variable as Kubernetes has it, and tags: a name, and a value beside it.
  [
    new RegExp(
      `(\\b(?:name|key)["']?\\s*[:=]\\s*["']?[\\w-]{0,60}?(?:${NAMES})["']?[\\s,]+["']?value["']?\\s*[:=]\\s*["']?)${VALUE}[^\\s"',}]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [/("auth"\s*:\s*")[\w+/]{8,}={0,2}(?=")/g, `$1${HIDDEN}`],
  // `--password x`: of words behind one that is no sentence's, only what looks like no word.
  [
    new RegExp(`(--[\\w-]{0,60}?(?:${FIELDS}|token)\\s+)${VALUE}(?!-)(?=\\S*[\\d!@#%^&*+=])[^\\s"',;)]+`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [/\b(PASSWORD|IDENTIFIED\s+(?:WITH\s+\S+\s+)?BY)\s+E?(?:'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\2\$)/gi, `$1 '${HIDDEN}'`],
  [/\b(IDENTIFIED\s+(?:WITH\s+\S+\s+)?BY)\s+"[^"]*"/gi, `$1 "${HIDDEN}"`],
  [/\b(SET\s+PASSWORD\s+FOR\s+\S+\s*=\s*)'(?:[^']|'')*'/gi, `$1'${HIDDEN}'`],
  [/\b(CONFIG\s+SET\s+(?:requirepass|masterauth)\s+)(?!\(redacted)\S+/gi, `$1${HIDDEN}`],
];

/**
 * Text without the credentials that are known by how they look or by what stands before them. Best effort: what says of itself neither
 * stays.
 */
export function withoutCredentials(text: string): string {
  return PATTERNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** The same for every text within a value that can be JSON. */
export function withoutCredentialsIn<T>(value: T): T {
  if (typeof value === 'string') return withoutCredentials(value) as T;
  if (Array.isArray(value)) return value.map(withoutCredentialsIn) as T;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const named = 'value' in value && NAMED.some((each) => NAME.test(String((value as Fields)[each] ?? '')));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      withoutCredentials(key),
      (NAME.test(key) || (named && key === 'value') ? hidden(each) : undefined) ?? withoutCredentialsIn(each),
    ]),
  ) as T;
}

type Fields = Readonly<Record<string, unknown>>;

const NAME = new RegExp(`^[\\w-]*(?:${NAMES})s?$`, 'i');

/** Fields that name what stands in `value` beside them: variables, tags. */
const NAMED = ['name', 'Name', 'key', 'Key'];

/** Texts below a field of such a name; the fencing token of a lock is a number. */
function hidden(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : HIDDEN;
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.map(() => HIDDEN) : undefined;
}
