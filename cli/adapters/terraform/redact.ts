import { withoutCredentials } from '../../../modules/values/without-credentials.js';

/** As Terraform, Helm and YAML write a field; in a text of ours a sentence may follow such a colon. */
const FIELD = /((?:secret_?(?:access_?)?key|session_?token|password)"?\s*[:=]\s*"?)(?!\(redacted\))[^\s",}]+/gi;

/** Takes credentials out of text that a person or a log will see. `secrets` are replaced wherever they stand. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= 8);
  const masked = known.reduce((result, secret) => result.replaceAll(secret, '(redacted)'), text);
  return withoutCredentials(masked).replace(FIELD, '$1(redacted)');
}

/** The values of an environment that nobody may see. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && /SECRET|TOKEN|PASSWORD/.test(name) && !/FILE$/.test(name) ? [value] : [],
  );
}
