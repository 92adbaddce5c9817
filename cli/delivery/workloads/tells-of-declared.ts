import type { KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** One container of a pod template, as far as versions differ in it. */
interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** What a Rollout and a ReplicaSet make pods from. */
interface Versioned extends KubernetesObject {
  readonly spec: { readonly template?: { readonly spec?: { readonly containers?: readonly { name: string }[] } } };
}

const REVISION = 'rollout.argoproj.io/revision';

/**
 * Whether the status of a Rollout is about the version that is declared. Argo Rollouts writes that it has seen a change
 * (`observedGeneration`) along with conditions, before the hash and the abort of the version before are taken out of the
 * status: for that moment an abort, a canary or full health are those of the version before.
 *
 * @param current the ReplicaSet whose hash the status names as the declared one; without one nothing is told
 */
export function tellsOfDeclared(rollout: Versioned, current: Versioned | undefined): boolean {
  if (!current) return true;
  const [declared, seen] = [rollout.metadata.annotations?.[REVISION], current.metadata.annotations?.[REVISION]];
  if (declared !== undefined && seen !== undefined && declared !== seen) return false;
  const running = new Map(containersOf(current).map((each) => [each.name, versionText(each)]));
  return running.size === 0 || containersOf(rollout).every((each) => running.get(each.name) === versionText(each));
}

function containersOf({ spec }: Versioned): readonly Container[] {
  return spec.template?.spec?.containers ?? [];
}

/** Only what the API server keeps as it was written: it fills in defaults, and leaves out what is empty. */
function versionText({ image = '', command = [], args = [], env = [] }: Container): string {
  return JSON.stringify([image, command, args, env.map(({ name, value = '' }) => [name, value])]);
}
