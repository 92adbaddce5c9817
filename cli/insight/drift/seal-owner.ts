import type { DriftedResource, DriftKind, DriftOwner } from './drift-result.js';

/** Counts what was found of one owner. */
export function sealOwner(
  id: string,
  resources: readonly DriftedResource[],
  { began, ...parts }: Partial<DriftOwner> & { readonly began: number },
): DriftOwner {
  const count = (kind: DriftKind) => resources.filter((resource) => hasKind(resource, kind)).length;
  const [code, outside, noise] = [count('code'), count('outside'), count('noise')];
  return {
    id,
    status: outside > 0 ? 'drifted' : 'clean',
    resources,
    code,
    outside,
    noise,
    ...parts,
    durationMs: Math.round(performance.now() - began),
  };
}

/** Whether a resource, or one of its attributes, differs in this way. */
export function hasKind({ kind, attributes }: DriftedResource, wanted: DriftKind): boolean {
  return attributes.length === 0 ? kind === wanted : attributes.some((attribute) => attribute.kind === wanted);
}
