const HIDDEN = '(redacted)';

/** What is no value: hidden already, a variable, a placeholder. */
const VALUE = '(?!["\']?(?:(?:bearer|basic|token|negotiate)\\s+)?(?:\\(redacted\\)|\\*\\*\\*|[<$…{]))';

/** Where a name can begin. A word boundary is also behind each hyphen: asked there, long names would be read once per hyphen. */
const START = '(?<![\\w-])';

/** Names of fields, variables and parameters that hold a credential. */
const NAMES = [
  '[\\w-]*pass(?:word|wd|phrase|code)',
  '[\\w-]*secret[_-]?(?:access[_-]?)?key',
  '[\\w-]*client[_-]?secret',
  '[\\w-]*(?:session|access|auth|refresh|id|security)[_-]?token',
  '[\\w-]*(?:api|private)[_-]?key',
  '(?:[\\w-]*-)?token',
].join('|');

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, `(private key ${HIDDEN})`],
  // Signed addresses: of S3, of CloudFront, and what signs a request.
  [/\b(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"'<]+/gi, `$1${HIDDEN}`],
  [/([?&](?:Signature|Policy|sig)=)[^&\s"'<]+/g, `$1${HIDDEN}`],
  [/\b(Signature=)[0-9a-f]{16,}/g, `$1${HIDDEN}`],
  // What is run in a pod, as Kubernetes is asked for it.
  [/([?&]command=)[^&\s"'<]+/g, `$1${HIDDEN}`],
  // `postgres://ann:password@db`, `https://token@host`
  [/(?<![a-z\d+.-])([a-z][a-z\d+.-]*:\/\/[^\s/?#:@'"]*):[^\s/?#'"]+@/gi, `$1:${HIDDEN}@`],
  [/\b(https?:\/\/)[^\s/?#:@'"]{20,}@/gi, `$1${HIDDEN}@`],
  [
    new RegExp(
      `\\b(authorization\\\\?["']?\\s*[:=]\\s*\\\\?["']?${VALUE}(?:(?:bearer|basic|token|negotiate)\\s+)?)[^\\s"',}\\\\]+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [/\b(Bearer|Basic)\s+(?=\S*[\d=_.])[\w.~+/=-]{12,}/gi, `$1 ${HIDDEN}`],
  // Tokens that are known by how they look: JWT, EKS, GitHub.
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  [/\bk8s-aws-v1\.[\w-]+/g, HIDDEN],
  [/\b(?:gh[pousr]|github_pat)_\w{20,}/g, HIDDEN],
  [/\b((?:AKIA|ASIA)[A-Z0-9]{12})[A-Z0-9]{4}\b/g, '$1****'],
  // `password=x`, `PGPASSWORD='x y'`, `"password": "x"` also within a text of JSON.
  [
    new RegExp(`${START}((?:${NAMES})\\s*=\\s*)${VALUE}(?:(")[^"]*"|(')[^']*'|[^\\s"',;&})]+)`, 'gi'),
    `$1$2$3${HIDDEN}$2$3`,
  ],
  [
    new RegExp(`(\\\\?["'](?:${NAMES})\\\\?["']\\s*:\\s*\\\\?["'])${VALUE}(?:\\\\[^"']|[^"'\\\\])+`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [/\b(PASSWORD|IDENTIFIED\s+(?:WITH\s+\S+\s+)?BY)\s+'(?:[^']|'')*'/gi, `$1 '${HIDDEN}'`],
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
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, credential(key, each) ?? withoutCredentialsIn(each)]),
  ) as T;
}

const NAME = new RegExp(`^(?:${NAMES})$`, 'i');

/** A field of such a name, other than the fencing token of a lock, which is a number. */
function credential(key: string, value: unknown): string | undefined {
  return typeof value === 'string' && NAME.test(key) ? HIDDEN : undefined;
}
