import type { AttributeChange } from '../../kernel/diff/attribute-diff.js';
import type { DeletionGuard, Loss } from './loss.js';

/** One resource that a plan touches, as far as losses are judged by it. */
export interface PlannedChange {
  /** Terraform address. */
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'import' | 'move';
  readonly attributes: readonly AttributeChange[];
}

/** The plan of one stack, as far as losses are judged by it. */
export interface JudgedPlan {
  /** Of the stack. */
  readonly id: string;
  readonly changes: readonly PlannedChange[];
  readonly losses?: readonly Loss[];
  readonly guards?: readonly DeletionGuard[];
}
