/** Annotation of a synced Secret: which versions it held since when. Only the sandbox's stand-in writes it. */
export const SECRET_VERSIONS = 'sandbox.backlot.dev/secret-versions';

/** Ids of versions by the name or ARN of the secret that they are of. */
export type SecretVersions = Readonly<Record<string, string>>;

/** What a Secret held from a moment on. */
export interface SecretMoment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly versions: SecretVersions;
}

/** Moments kept of a Secret: pods that started before the first one are rare. */
const KEPT = 10;

/** Reads the annotation, the oldest first; whatever is no list of moments is empty. */
export function readHistory(text: string | undefined): readonly SecretMoment[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? (parsed as SecretMoment[]) : [];
  } catch {
    return [];
  }
}

/** The annotation after a sync: another moment when another version came in. */
export function nextHistory(before: string | undefined, versions: SecretVersions, now: Date): string {
  const history = readHistory(before);
  const last = history.at(-1)?.versions ?? {};
  const names = Object.keys({ ...last, ...versions });
  const same = history.length > 0 && names.every((name) => last[name] === versions[name]);
  return JSON.stringify(same ? history : [...history, { at: now.getTime(), versions }].slice(-KEPT));
}

/** What a Secret held at a moment: what it holds by now when that was before all that is known. */
export function versionsAt(history: readonly SecretMoment[], at: number): SecretVersions {
  return (history.findLast((moment) => moment.at <= at) ?? history[0])?.versions ?? {};
}
