import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Environment } from '../../../environments/model/index.js';
import { bySeverity } from '../../delivery/additions/addition.js';
import type { FoundAdditions } from '../../delivery/additions/find-additions.js';
import { readStates } from '../../delivery/plan/plan-stacks.js';
import { actor } from '../../kernel/actor.js';
import { interrupted } from '../../kernel/reported-error.js';
import { settleAll } from '../../kernel/settle-all.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import type { InspectedCluster } from './cluster/inspect-cluster.js';
import { latestDrift, recordDrift } from './drift-record.js';
import type { DriftOwner, DriftResult, StrayResource } from './drift-result.js';
import { sealOwner } from './seal-owner.js';
import { inspectStack } from './stacks/inspect-stack.js';
import { nameAuthors } from './trail/name-authors.js';
import { openTrail, type Trail } from './trail/trail.js';

/** How drift is looked for. */
export interface DriftOptions extends OperationOptions {
  /** Look at the cluster's objects too. @default where the environment has a cluster, and all stacks are looked at */
  readonly cluster?: boolean;
  /** Context of the person's own kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** Take the last look at the whole environment if it is not older than this. @default look now */
  readonly maxAgeMs?: number;
  /** Who did what is asked of this. @default AWS CloudTrail */
  readonly trail?: Trail;
}

/**
 * Tells what of an environment is not as it was applied, and why: declared and not applied, changed outside, or noise of a
 * provider. Changes nothing and takes no lock; the time and the counts are kept for `status` where that is allowed.
 *
 * @throws BacklotError what opening the cloud and synthesis throw, `UnknownStack`, `Interrupted`; what can't be looked at is
 *   `unknown` in the result.
 */
export async function findDrift(environment: Environment, options: DriftOptions = {}): Promise<DriftResult> {
  const known = options.maxAgeMs === undefined ? undefined : await lastLook(environment, options.maxAgeMs, options);
  return (
    known ?? withSession(environment, { ...options, needs: ['terraform'] }, (session) => lookForDrift(session, options))
  );
}

/** The last look at the whole environment, if it is young enough; for some stacks, what it says of them. */
async function lastLook(
  environment: Environment,
  maxAgeMs: number,
  options: DriftOptions,
): Promise<DriftResult | undefined> {
  return withSession(environment, { ...options, needs: ['cloud'] }, async ({ cloud }) => {
    const record = await latestDrift(cloud.objects, environment);
    if (!record || Date.now() - Date.parse(record.at) > maxAgeMs) return undefined;
    const { result } = record;
    const { stacks = [] } = options;
    if (stacks.length === 0) return { ...result, cached: true };
    const owners = result.owners.filter(({ id }) => stacks.includes(id));
    const additions = result.additions.filter(({ owner }) => stacks.includes(owner));
    const beside = { additions, notChecked: result.notChecked };
    return owners.length === stacks.length
      ? { ...result, ...driftTotals(owners, [], beside), ...beside, owners, cached: true }
      : undefined;
  });
}

/** Looks with a session that there is already. */
export async function lookForDrift(session: Session, options: DriftOptions): Promise<DriftResult> {
  const began = performance.now();
  const { environment, cloud, progress } = session;
  progress.emit({ type: 'step-started', id: 'drift', title: `Look for drift in ${environment.id}` });
  const looks = [
    inspectStacks(session),
    inspectCluster(session, options),
    straysOf(session, options),
    additionsOf(session, options),
  ] as const;
  await settleAll<unknown>(looks);
  const [stacks, { owners: cluster, ...inCluster }, outside, onStacks] = await Promise.all(looks);
  if (session.interruption.requested) throw interrupted(`backlot drift ${environment.id}`);
  const trail = options.trail ?? openTrail(cloud);
  const owners = await nameAuthors([...stacks, ...cluster, ...outside.unknown], trail);
  const beside: FoundAdditions = {
    additions: [...onStacks.additions, ...inCluster.additions].sort(bySeverity),
    notChecked: [...onStacks.notChecked, ...inCluster.notChecked],
  };
  const result: DriftResult = {
    environment: environment.id,
    account: cloud.accountId,
    region: cloud.region,
    at: new Date().toISOString(),
    owners,
    strays: outside.strays,
    ...beside,
    ...driftTotals(owners, outside.strays, beside),
    cached: false,
    durationMs: Math.round(performance.now() - began),
  };
  if (!options.stacks?.length) {
    await recordDrift(cloud.objects, environment, {
      format: 1,
      at: result.at,
      who: actor(),
      totals: result.totals,
      result,
    });
  }
  const status = result.hasDrift ? 'done' : 'unchanged';
  progress.emit({ type: 'step-finished', id: 'drift', status, durationMs: result.durationMs });
  return result;
}

/** Sums what was found. */
function driftTotals(
  owners: readonly DriftOwner[],
  strays: DriftResult['strays'],
  { additions, notChecked }: FoundAdditions,
): Pick<DriftResult, 'totals' | 'hasDrift'> {
  const sum = (key: 'code' | 'outside' | 'noise') => owners.reduce((total, owner) => total + owner[key], 0);
  const [code, outside, noise] = [sum('code'), sum('outside'), sum('noise')];
  const unknown = owners.filter(({ status }) => status === 'unknown').length;
  return {
    totals: {
      ...{ code, outside, noise, unknown },
      ...{ strays: strays.length, additions: additions.length, notChecked: notChecked.length },
    },
    // What is declared and not applied is a plan.
    hasDrift: outside + strays.length + additions.length > 0,
  };
}

async function inspectStacks(session: Session): Promise<DriftOwner[]> {
  const { progress, interruption, parallelism, workspace } = session;
  const states = await readStates(session);
  const folder = await mkdtemp(join(workspace.root, '.drift-'));
  const limit = pLimit(parallelism);
  try {
    return await settleAll(
      session.selected.map((stack) =>
        limit(async () => {
          if (interruption.requested) throw interrupted(`backlot drift ${session.environment.id}`);
          const id = `drift/${stack.id}`;
          progress.emit({ type: 'step-started', id, title: stack.id, parent: 'drift' });
          const owner = await inspectStack(session, stack, { states, folder });
          progress.emit({ type: 'step-finished', id, ...describe(owner) });
          return owner;
        }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only of a whole environment: what some stacks don't hold may be another's. */
async function straysOf(
  session: Session,
  options: DriftOptions,
): Promise<{ readonly strays: readonly StrayResource[]; readonly unknown: readonly DriftOwner[] }> {
  if (options.stacks?.length) return { strays: [], unknown: [] };
  const began = performance.now();
  try {
    const { findStrays } = await import('./stacks/find-strays.js');
    return { strays: await findStrays(session), unknown: [] };
  } catch (error) {
    const { message, name } = error as Error;
    const reason = `what is in no state can't be listed (tag:GetResources, ec2:DescribeSecurityGroupRules): ${message.split('\n')[0] || name}`;
    return { strays: [], unknown: [sealOwner('outside the states', [], { began, status: 'unknown', reason })] };
  }
}

async function inspectCluster(session: Session, options: DriftOptions): Promise<InspectedCluster> {
  const wanted = options.cluster ?? !options.stacks?.length;
  if (!wanted || !session.environment.cluster) return { owners: [], additions: [], notChecked: [] };
  const { inspectCluster: inspect } = await import('./cluster/inspect-cluster.js');
  return inspect(session, { context: options.context });
}

/** Beside the resources of the chosen stacks; the others' count as ours all the same. */
async function additionsOf(session: Session, { stacks }: DriftOptions): Promise<FoundAdditions> {
  const { findAdditions } = await import('../../delivery/additions/find-additions.js');
  return findAdditions(session, { stacks });
}

function describe({ status, code, outside, noise, reason, durationMs }: DriftOwner) {
  const counts = [
    outside > 0 ? `${outside} changed outside` : '',
    code > 0 ? `${code} not applied` : '',
    noise > 0 ? `${noise} noise` : '',
  ].filter(Boolean);
  const message = status === 'unknown' ? reason : counts.join(', ');
  const ended = ({ clean: 'unchanged', drifted: 'done', unknown: 'failed' } as const)[status];
  return { status: ended, ...(message ? { message } : {}), durationMs };
}
