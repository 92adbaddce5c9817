import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { SCALED_TO_NONE } from '../../../delivery/canary/scaled-to-none.js';
import { formatPath } from '../../../kernel/diff/attribute-diff.js';
import { gravest } from '../compare/resource-drift.js';
import type { DriftAuthor, DriftedAttribute, DriftedResource } from '../drift-result.js';
import { type FieldOwner, type FieldPath, fieldsOwnedBy, ownersOf } from './field-owners.js';
import { type FieldDifference, objectDifference } from './object-difference.js';

/** What an object is held against. */
export interface ObjectBasis {
  /** `baseline`, `service:api`. */
  readonly owner: string;
  /** What was applied, or is to be. */
  readonly wanted: KubernetesObject;
  /** @default it isn't there */
  readonly live?: KubernetesObject;
  /** Whether `wanted` is what was applied last, so that a difference can't be a change of code. */
  readonly applied: boolean;
  /** Manager whose fields nobody else has touched since it applied them. */
  readonly manager: string;
}

/** What of an object of the cluster differs, told by who set its fields last; undefined when nothing does. */
export function objectDrift(basis: ObjectBasis): DriftedResource | undefined {
  const { owner, wanted, live, applied } = basis;
  const named = { address: addressOf(wanted), type: wanted.kind, owner };
  if (!live) {
    const kind = applied ? 'outside' : 'code';
    const trail = applied ? { trail: 'no trail: the cluster keeps no record of who deletes' } : {};
    return { ...named, change: 'missing', kind, attributes: [], ...trail };
  }
  const changed = objectDifference(wanted, live).map((difference) => told(basis, live, difference));
  const added = additions(wanted, live);
  const all = [...changed, ...added, ...toNone(wanted, live, [...changed, ...added])];
  if (all.length === 0) return undefined;
  const attributes = all.map(({ attribute }) => attribute);
  const kind = gravest(attributes.map((attribute) => attribute.kind));
  const authors = authorsOf(
    all.filter(({ attribute }) => attribute.kind === 'outside').flatMap(({ owners }) => owners),
  );
  const said =
    kind !== 'outside'
      ? {}
      : authors.length > 0
        ? { authors }
        : { trail: 'no trail: no manager owns the field any more' };
  return { ...named, change: 'changed', kind, attributes, ...said };
}

/** `Deployment/streaming/api`. */
export function addressOf({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  return [kind, ...(namespace ? [namespace] : []), name].join('/');
}

/** A field that differs, what it comes from, and where it is. */
export interface ToldField {
  readonly attribute: DriftedAttribute;
  readonly owners: readonly FieldOwner[];
  readonly path: FieldPath;
  readonly wanted: unknown;
}

/** The fields that were changed outside, for whoever sets them back. */
export function outsideFields(basis: ObjectBasis): ToldField[] {
  const { live, wanted } = basis;
  if (!live) return [];
  const changed = objectDifference(wanted, live).map((difference) => told(basis, live, difference));
  const fields = [...changed, ...additions(wanted, live)];
  return [...fields, ...toNone(wanted, live, fields)].filter(({ attribute }) => attribute.kind === 'outside');
}

function told(basis: ObjectBasis, live: KubernetesObject, { path, wanted, live: value }: FieldDifference): ToldField {
  const owners = ownersOf(live, path);
  const others = owners.filter(({ manager }) => manager !== basis.manager);
  const controller = others.find(({ manager }) => CONTROLLERS.test(manager));
  const common = { ...withheld(live, wanted, value), path: formatPath(path), unknown: false };
  const field = (attribute: DriftedAttribute): ToldField => ({ attribute, owners: others, path, wanted });
  if (controller) return field({ ...common, kind: 'noise', reason: `${controller.manager} sets it` });
  const ours = owners.some(({ manager }) => manager === basis.manager) && others.length === 0;
  const kind = basis.applied || (!ours && others.length > 0) ? 'outside' : 'code';
  if (kind === 'outside') return field({ ...common, kind });
  return field({ ...common, ...withheld(live, value, wanted), kind });
}

/** What a person added with a tool of theirs, and nothing declares. */
function additions(wanted: KubernetesObject, live: KubernetesObject): ToldField[] {
  return fieldsOwnedBy(live, PEOPLE).flatMap(({ path, owner }) => {
    if (path[0] === 'status' || at(wanted, path) !== undefined || isCompared(wanted, live, path)) return [];
    const value = at(live, path);
    const common = { ...withheld(live, undefined, value), path: formatPath(path), unknown: false };
    const restarted = path.at(-1) === 'kubectl.kubernetes.io/restartedAt';
    const attribute: DriftedAttribute = restarted
      ? { ...common, kind: 'noise', reason: 'somebody restarted it' }
      : { ...common, kind: 'outside', reason: 'added, and declared nowhere' };
    return [{ attribute, owners: [owner], path, wanted: undefined }];
  });
}

/**
 * A workload that has no pods though none is what nobody declares: an autoscaler owns the number, goes down to its floor, and
 * turns itself off at 0. Whoever wrote it, it was somebody outside.
 */
function toNone(wanted: KubernetesObject, live: KubernetesObject, known: readonly ToldField[]): ToldField[] {
  const path = ['spec', 'replicas'];
  if (!['Rollout', 'Deployment'].includes(live.kind) || at(live, path) !== 0 || at(wanted, path) !== undefined)
    return [];
  if (known.some(({ attribute }) => attribute.path === formatPath(path))) return [];
  const attribute: DriftedAttribute = {
    ...withheld(live, undefined, 0),
    path: formatPath(path),
    unknown: false,
    kind: 'outside',
    reason: SCALED_TO_NONE,
  };
  return [{ attribute, owners: ownersOf(live, path), path, wanted: undefined }];
}

/** Inside a list that is compared as a whole, or by names. */
function isCompared(wanted: KubernetesObject, live: KubernetesObject, path: FieldPath): boolean {
  return (
    objectDifference(wanted, live).some((each) => each.path.every((part, index) => part === path[index])) ||
    hasTwin(wanted, live, path)
  );
}

/** The field of a named element may have another index in what is wanted. */
function hasTwin(wanted: unknown, live: unknown, path: FieldPath): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return wanted !== undefined;
  if (typeof wanted !== 'object' || wanted === null) return false;
  if (typeof key === 'string') return hasTwin((wanted as Fields)[key], (live as Fields)?.[key], rest);
  if (!Array.isArray(wanted) || !Array.isArray(live)) return false;
  const element = live[key] as Fields | undefined;
  const twin = (wanted as Fields[]).find((each) => each?.name !== undefined && each.name === element?.name);
  return twin !== undefined && hasTwin(twin, element, rest);
}

type Fields = Readonly<Record<string, unknown>>;

function at(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}

/** Content of Secrets is never told. */
function withheld({ kind }: KubernetesObject, before: unknown, after: unknown) {
  return kind === 'Secret' ? { sensitive: true } : { before, after, sensitive: false };
}

function authorsOf(owners: readonly FieldOwner[]): DriftAuthor[] {
  const unique = new Map(owners.map((owner) => [`${owner.manager} ${owner.time}`, owner]));
  return [...unique.values()].map(({ manager, operation, time = '' }) => ({
    who: manager,
    at: time,
    action: operation,
  }));
}

/** Controllers that set fields of what others declare: replicas, weights, selectors of versions, certificates. */
const CONTROLLERS =
  /^(kube-controller-manager|kube-scheduler|kube-apiserver|kubelet|cloud-controller-manager|horizontal-pod-autoscaler|keda(-operator)?|rollouts-controller|argo-rollouts|cert-manager.*|external-secrets.*|aws-load-balancer-controller|controller|manager|vpa-.*|cluster-autoscaler|karpenter|backlot-(canary|scale|restart|day-two).*)$/;

/** Tools that people change objects with. */
const PEOPLE = /^(kubectl|k9s|lens|openlens|freelens|headlamp|dashboard|okteto|mozilla|curl|httpie|python|node-fetch)/i;
