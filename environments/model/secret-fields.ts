import type { DeclaredSecret } from './schema/secrets.js';

/** A variable that a secret brings, and which part of its value is in it. */
export interface SecretVariable {
  /** What follows the secret's name: `TOKEN_USERNAME` ends with `USERNAME`; the whole name where it is empty. */
  readonly ending: string;
  /** Field of a value that is a JSON object. @default the whole value */
  readonly property?: string;
}

/** Fields of the value by how it rotates: a pair of keys, or who logs in. */
const FIELDS = {
  dual: ['current', 'accepted'],
  'postgres-users': ['username', 'password'],
  'redis-user': ['username', 'password'],
} as const;

/** Fields of a secret whose value is a JSON object; empty where it is plain text. */
export function secretFields({ keys, rotation }: Pick<DeclaredSecret, 'keys' | 'rotation'>): readonly string[] {
  return keys ?? (rotation === 'random' ? [] : FIELDS[rotation]);
}

/**
 * Variables of the services that need a secret. Of a pair of keys the current one has the secret's own name: what is signed
 * is signed with it; `_ACCEPTED` is the other one that is good during a rotation, and the same one outside of it.
 */
export function secretVariables(declared: Pick<DeclaredSecret, 'keys' | 'rotation'>): readonly SecretVariable[] {
  const fields = secretFields(declared);
  if (fields.length === 0) return [{ ending: '' }];
  return fields.map((property) => ({
    ending: property === 'current' && declared.rotation === 'dual' ? '' : property.toUpperCase(),
    property,
  }));
}
