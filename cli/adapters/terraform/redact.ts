const PATTERNS: readonly [RegExp, string][] = [
  [/(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"]+/gi, '$1(redacted)'],
  [/\b((?:AKIA|ASIA)[A-Z0-9]{12})[A-Z0-9]{4}\b/g, '$1****'],
  [/((?:secret_?(?:access_?)?key|session_?token|password|authorization)"?\s*[:=]\s*"?)[^\s",}]+/gi, '$1(redacted)'],
];

/** Takes credentials out of text that a person or a log will see. `secrets` are replaced wherever they stand. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= 8);
  const masked = known.reduce((result, secret) => result.replaceAll(secret, '(redacted)'), text);
  return PATTERNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), masked);
}

/** The values of an environment that nobody may see. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && /SECRET|TOKEN|PASSWORD/.test(name) && !/FILE$/.test(name) ? [value] : [],
  );
}
