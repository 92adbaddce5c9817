import type { ClusterDeployment } from './applied-cluster.js';
import type { StackDeployment } from './applied-stack.js';
import type { ArchivedAddresses, ArchivedChart, ArchivedObject } from './release-archive.js';
import type {
  GateOverride,
  ReleasedSchemas,
  ReleaseOperation,
  ReleaseOutcome,
  ReleaseRecord,
} from './release-record.js';
import type { ReleasedLoss } from './released-loss.js';

/** What a run did, for its record. */
export interface ReleaseReport {
  readonly operation: Extract<ReleaseOperation, 'deploy' | 'rollback' | 'destroy'>;
  readonly outcome: ReleaseOutcome;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly stacks: readonly StackDeployment[];
  readonly cluster?: ClusterDeployment;
  /** Hash of the plans. @default no stack was planned */
  readonly plan?: string;
  /** Objects of the baseline that was applied. @default none was */
  readonly baseline?: readonly ArchivedObject[];
  /** Charts that were used, by hash. @default none */
  readonly charts?: Readonly<Record<string, ArchivedChart>>;
  /** @default the cluster was not opened */
  readonly addresses?: ArchivedAddresses;
  readonly schemas?: ReleasedSchemas;
  readonly overrides?: readonly GateOverride[];
  /** Data that was lost, as it was confirmed. @default none */
  readonly losses?: readonly ReleasedLoss[];
  readonly rollbackOf?: number;
  readonly commit?: ReleaseRecord['commit'];
  /** Whose run it was, when that was killed. @default this one */
  readonly by?: { readonly token: number; readonly who: string };
}

/** What became of the record of a run. */
export interface RecordedRelease {
  readonly number: number;
  /** Hash of the record. */
  readonly hash: string;
  /** Whether this run wrote it; else nothing was changed, and it still is the newest. */
  readonly recorded: boolean;
}
