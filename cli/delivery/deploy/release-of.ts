import type { Session } from '../../session/open/session.js';
import type { LossGate } from '../losses/index.js';
import { recordRelease } from '../releases/record-release.js';
import type { ReleaseOutcome } from '../releases/release-record.js';
import type { ReleaseReport } from '../releases/release-report.js';
import type { ClusterPhases } from './cluster-phases.js';
import type { DeployResult } from './deploy-result.js';

/** What the record of a run says beside what the run itself gives. */
export interface ReleaseOfProps {
  readonly session: Session;
  readonly cluster: ClusterPhases;
  readonly operation: 'deploy' | 'rollback';
  readonly startedAt: Date;
  /** Knows what was lost. */
  readonly gate: LossGate;
  readonly plan?: string;
  readonly commit?: ReleaseReport['commit'];
  readonly overrides?: ReleaseReport['overrides'];
  readonly rollbackOf?: number;
  /** What is recorded of schemas, from what happened. */
  readonly schemas: (result: DeployResult) => ReleaseReport['schemas'];
}

/**
 * Runs `work`, which changes things, and writes its release, also when it fails.
 *
 * @returns what `work` gives, with the release.
 */
export async function releaseOf(props: ReleaseOfProps, work: () => Promise<DeployResult>): Promise<DeployResult> {
  let result: DeployResult;
  try {
    result = await work();
  } catch (error) {
    await recordBroken(props);
    throw error;
  }
  return { ...result, release: await record(props, result) };
}

/** How far it came is not known here: the states tell, and the next run goes on from them. */
async function recordBroken({
  operation,
  session,
  startedAt,
  plan,
  commit,
  rollbackOf,
  gate,
}: ReleaseOfProps): Promise<void> {
  const nothing = { add: 0, change: 0, replace: 0, destroy: 0, resources: 0, durationMs: 0 };
  const stacks = session.selected.map(({ id }) => ({ id, status: 'interrupted' as const, ...nothing }));
  const durationMs = Date.now() - startedAt.getTime();
  const report = { operation, startedAt, durationMs, stacks, plan, commit, rollbackOf, losses: gate.lost };
  try {
    await recordRelease(session, { ...report, outcome: 'failed' });
  } catch (error) {
    const message = `the release could not be recorded either: ${(error as Error).message}`;
    session.progress.emit({ type: 'note', level: 'warning', message });
  }
}

async function record(props: ReleaseOfProps, result: DeployResult) {
  const { cluster, session, schemas, gate, ...report } = props;
  const applied = await cluster.applied(result.cluster);
  return recordRelease(session, {
    ...report,
    ...applied,
    outcome: OUTCOMES[result.outcome],
    durationMs: Date.now() - props.startedAt.getTime(),
    stacks: result.stacks,
    cluster: result.cluster,
    losses: gate.lost,
    schemas: schemas(result),
  });
}

/** A canary that waits for a person is a release that isn't whole yet. */
const OUTCOMES: Readonly<Record<DeployResult['outcome'], ReleaseOutcome>> = {
  complete: 'complete',
  partial: 'partial',
  held: 'partial',
  failed: 'failed',
  interrupted: 'interrupted',
};
