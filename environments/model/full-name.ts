/** What an environment is told by among the names of an account. */
export interface Named {
  readonly platform: string;
  readonly id: string;
}

/** The name that every resource of an environment begins with: `films-dev`. */
export function fullName({ platform, id }: Named): string {
  return `${platform}-${id}`;
}

/** How the names of two environments stand to each other. */
export type NameRelation = 'same' | 'longer' | 'shorter' | 'apart';

/**
 * How the full name of another environment stands to ours. Resources are called `<full name>-<what they are>`, so patterns
 * such as `films-dev-*`, which is all that IAM can be given, take in everything of `films-dev-eu`, too.
 */
export function nameRelation(other: string, ours: string): NameRelation {
  if (other === ours) return 'same';
  if (other.startsWith(`${ours}-`)) return 'longer';
  return ours.startsWith(`${other}-`) ? 'shorter' : 'apart';
}
