import { createHash } from 'node:crypto';

/** A name no longer than a service takes: cut in the middle and told apart by a digest; the end, which says what it is, stays. */
export function targetName(identifier: string, suffix: string, longest: number): string {
  const name = `${identifier}${suffix}`;
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 6);
  const room = longest - suffix.length - digest.length - 1;
  // Where even the suffix doesn't fit, the digest stands for all.
  if (room < 3) return `${identifier.slice(0, longest - digest.length - 1).replace(/-+$/, '')}-${digest}`;
  return `${identifier.slice(0, room).replace(/-+$/, '')}-${digest}${suffix}`;
}
