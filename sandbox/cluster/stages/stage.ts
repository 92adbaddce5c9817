/** A step in the life of a simulated object, as KWOK reads it from a file. */
export interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  /** All have to hold. */
  readonly when: readonly Condition[];
  /** Until it happens. @default at once */
  readonly delay?: StageDelay;
  readonly next: {
    /** Status that it gets: a Go template of YAML. */
    readonly status?: string;
    /** @default false */
    readonly delete?: boolean;
    readonly event?: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string };
  };
}

/** A question in jq about the object, and the answers that it asks for. */
export interface Condition {
  readonly jq: string;
  readonly is: 'true' | 'false' | readonly string[] | 'there' | 'not there';
}

/** How long to wait. */
export interface StageDelay {
  readonly ms: number;
  /** jq of a text such as `30s`, which counts instead where there is one. */
  readonly jq?: string;
  /** Up to so many instead of `ms`. @default no spread */
  readonly spreadMs?: number;
}

/** The stage as KWOK's object. @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/ */
export function toKwok(stage: Stage): object {
  const { delay, next } = stage;
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: stage.name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: stage.kind },
      selector: { matchExpressions: stage.when.map(toExpression) },
      ...(delay && { delay: toDelay(delay) }),
      next: {
        ...(next.event && { event: next.event }),
        ...(next.status && { statusTemplate: next.status }),
        ...(next.delete && { delete: true }),
      },
    },
  };
}

/** KWOK takes the smaller of both; a delay that a pod asks for must therefore stand in both. */
function toDelay({ ms, jq, spreadMs }: StageDelay): object {
  return {
    durationMilliseconds: ms,
    ...(jq && { durationFrom: { expressionFrom: jq } }),
    ...(spreadMs && { jitterDurationMilliseconds: spreadMs }),
    ...(spreadMs && jq && { jitterDurationFrom: { expressionFrom: jq } }),
  };
}

function toExpression({ jq, is }: Condition): object {
  if (is === 'there') return { key: jq, operator: 'Exists' };
  if (is === 'not there') return { key: jq, operator: 'DoesNotExist' };
  if (is === 'true' || is === 'false') return { key: `(${jq}) | tostring`, operator: 'In', values: [is] };
  return { key: jq, operator: 'In', values: is };
}
