import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A minor version of Kubernetes. */
export interface MinorVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * Reads `1.35`, `v1.35.4`, `1.35.4-eks-1`.
 *
 * @throws BacklotError `InvalidVersion`.
 */
export function minorOf(text: string): MinorVersion {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:[.+-].*)?$/.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined) {
    throw new BacklotError({
      code: 'InvalidVersion',
      message: `'${text}' is no version of Kubernetes: write a major and a minor number, such as 1.36`,
      exitCode: 3,
    });
  }
  return { major: Number(major), minor: Number(minor) };
}

/** `1.35`. */
export function minorText({ major, minor }: MinorVersion): string {
  return `${major}.${minor}`;
}

/** How many minor versions `b` is ahead of `a`. */
export function stepsBetween(a: string, b: string): number {
  const [from, to] = [minorOf(a), minorOf(b)];
  return (to.major - from.major) * 1000 + to.minor - from.minor;
}

/** The one after. */
export function next(version: string): string {
  const { major, minor } = minorOf(version);
  return `${major}.${minor + 1}`;
}

/**
 * Whether a version of Kubernetes meets the constraint of a Helm chart (`>=1.25.0-0`, `>= 1.22 < 1.36`, `^1.25`, alternatives
 * by `||`); undefined for what can't be read. Compared by minor version: a patch is not known before an upgrade.
 *
 * @see https://helm.sh/docs/topics/charts/#the-kubeversion-field
 */
export function meets(version: string, constraint: string): boolean | undefined {
  const wanted = minorOf(version);
  const at = wanted.major * 1000 + wanted.minor;
  const alternatives = constraint.split('||').map((all) => {
    const parts = [...all.matchAll(/(>=|<=|!=|=|>|<|\^|~)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:-[\w.]+)?/g)];
    const rest = all.replace(/(>=|<=|!=|=|>|<|\^|~)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:-[\w.]+)?/g, '');
    if (parts.length === 0 || rest.replace(/[\s,]/g, '') !== '') return undefined;
    return parts.every(([, operator = '=', major, minor = '0', patch = '0']) => {
      const bound = Number(major) * 1000 + (Number(minor) || 0);
      const first = (Number(patch) || 0) === 0;
      if (operator === '>=') return at >= bound;
      if (operator === '>') return at > bound || (at === bound && !first);
      if (operator === '<=') return at <= bound;
      // Below 1.36.0 is none of 1.36; below 1.36.2 are some.
      if (operator === '<') return at < bound || (at === bound && !first);
      if (operator === '^') return at >= bound && Math.floor(at / 1000) === Number(major);
      if (operator === '!=') return at !== bound;
      return at === bound;
    });
  });
  if (alternatives.includes(true)) return true;
  return alternatives.includes(undefined) ? undefined : false;
}
