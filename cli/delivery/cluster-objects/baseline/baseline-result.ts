/** What happened to one object. */
export type BaselineAction = 'created' | 'changed' | 'unchanged' | 'pruned' | 'kept' | 'deferred';

/** One object of the baseline, or one that an earlier baseline had. */
export interface BaselineChange {
  readonly action: BaselineAction;
  readonly kind: string;
  readonly name: string;
  /** @default an object of the whole cluster */
  readonly namespace?: string;
  /** Why it was kept or deferred. */
  readonly reason?: string;
}

/** What {@link applyBaseline} did, or would do. */
export interface BaselineResult {
  /** Nothing was changed: it was only looked at. */
  readonly dryRun: boolean;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Of an earlier baseline, and removed. */
  readonly pruned: number;
  /** Of an earlier baseline, no longer wanted, but left since they are somebody's by now or still in use. */
  readonly kept: number;
  /** Not applied yet: the cluster does not know their kind before its controllers are installed. */
  readonly deferred: number;
  /** Everything but the unchanged, in the order of application. */
  readonly changes: readonly BaselineChange[];
  readonly durationMs: number;
}

/** Counts the changes. */
export function baselineResult(
  changes: readonly BaselineChange[],
  { dryRun, began }: { readonly dryRun: boolean; readonly began: number },
): BaselineResult {
  const count = (wanted: BaselineAction) => changes.filter(({ action }) => action === wanted).length;
  return {
    dryRun,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    pruned: count('pruned'),
    kept: count('kept'),
    deferred: count('deferred'),
    changes: changes.filter(({ action }) => action !== 'unchanged'),
    durationMs: Math.round(performance.now() - began),
  };
}

/** `3 created, 34 unchanged` */
export function describeBaseline(result: BaselineResult): string {
  const actions = ['created', 'changed', 'pruned', 'kept', 'deferred', 'unchanged'] as const;
  return actions.flatMap((action) => (result[action] > 0 ? [`${result[action]} ${action}`] : [])).join(', ');
}
