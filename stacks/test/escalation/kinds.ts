/** Ways to more than one has. */
export const KINDS = [
  'role without boundary',
  'pass a role beyond',
  'code of a foreign function',
  'tag to take over',
  'own policy',
  'trust',
  'key',
  'cluster access',
  'pod identity',
  'pod of another',
  'state',
  'machine',
  'take a role',
  'secret of another',
  'data of another',
  'thing with an id',
  'open policy',
] as const;

export type Kind = (typeof KINDS)[number];

/** A way that was found. */
export interface Path {
  readonly kind: Kind;
  /** Name of the role, or of the policy. */
  readonly who: string;
  readonly what: string;
}
