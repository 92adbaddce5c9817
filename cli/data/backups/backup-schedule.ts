import type { Environment } from '../../../environments/model/index.js';
import { errorName } from '../../adapters/backups/aws-errors.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import type { StateResource } from './discover-stores.js';
import { nextRun } from './next-run.js';
import { withBackups } from './with-backups.js';

/** A plan of AWS Backup and what it does. */
export interface ScheduledPlan {
  readonly name: string;
  readonly schedule: string;
  readonly retention: string;
  /** ISO 8601. @default nobody can tell */
  readonly next?: string;
  /** Whether the plan that is declared was applied. */
  readonly applied: boolean;
  /** The newest job. @default none was found */
  readonly last?: { readonly at: string; readonly state: string; readonly message?: string };
}

/** A store and what takes it. */
export interface ScheduledStore {
  readonly name: string;
  readonly kind: string;
  /** Plans that select it by its ARN. */
  readonly plans: readonly string[];
  /** Newest recovery point, ISO 8601. @default none was found */
  readonly newest?: string;
  /** Its own automated backups: `35 days`. @default it has none */
  readonly automated?: string;
}

/** What backs the environment up by itself. */
export interface BackupScheduleResult {
  readonly environment: string;
  readonly plans: readonly ScheduledPlan[];
  readonly stores: readonly ScheduledStore[];
  /** What is missing, a sentence each. */
  readonly missing: readonly string[];
}

/** What the declared plans of AWS Backup will do next, what they did last, and what nothing takes. */
export async function backupSchedule(
  environment: Environment,
  options: BackupOptions = {},
): Promise<BackupScheduleResult> {
  return withBackups(environment, options, async (session) => {
    const resources = await session.resources();
    const missing: string[] = [];
    const jobs = await newestJobs(session, missing);
    const plans = Object.entries(environment.backup?.plans ?? {}).map(([name, declared]) =>
      planOf(session, resources, jobs, name, declared),
    );
    // What is declared in a cluster is in the repository and the ledger too: no service takes it by itself.
    const scheduled = (await session.stores()).filter(({ kind }) => kind !== 'cluster-objects');
    const stores = await Promise.all(scheduled.map((store) => storeOf(session, resources, store)));
    if (plans.length === 0) missing.push('no plan of AWS Backup is declared: backup.plans is empty');
    for (const { name, applied, last } of plans) {
      if (!applied) missing.push(`plan '${name}' is declared but not applied: backlot deploy ${environment.id}`);
      if (last && /FAILED|ABORTED|EXPIRED/.test(last.state)) {
        missing.push(`the last job of plan '${name}' is ${last.state}: ${last.message ?? 'without a reason'}`);
      }
    }
    for (const { name, kind, plans: by, automated } of stores) {
      if (by.length === 0 && !automated) {
        missing.push(`nothing backs up ${name} (${kind}): neither a plan nor automated backups of its service`);
      }
    }
    return { environment: environment.id, plans, stores, missing };
  });
}

interface Job {
  readonly plan: string;
  readonly at: Date;
  readonly state: string;
  readonly message?: string;
}

/** The newest job of each plan; none where the service can't tell. */
async function newestJobs({ clients }: BackupSession, missing: string[]): Promise<ReadonlyMap<string, Job>> {
  const jobs = new Map<string, Job>();
  try {
    const backup = await clients.backup();
    const { BackupJobs = [] } = await backup.listBackupJobs({ MaxResults: 1000 });
    for (const { CreatedBy, CreationDate: at, State: state = 'unknown', StatusMessage: message } of BackupJobs) {
      const plan = CreatedBy?.BackupPlanId;
      if (!plan || !at || (jobs.get(plan)?.at ?? new Date(0)) >= at) continue;
      jobs.set(plan, { plan, at, state, ...(message ? { message } : {}) });
    }
  } catch (error) {
    missing.push(`past jobs can't be told: ${errorName(error) || 'no answer'} of AWS Backup`);
  }
  return jobs;
}

function planOf(
  { clients, environment }: BackupSession,
  resources: readonly StateResource[],
  jobs: ReadonlyMap<string, Job>,
  name: string,
  { schedule, retention }: { readonly schedule: string; readonly retention: string },
): ScheduledPlan {
  const full = `${environment.platform}-${environment.id}-${name}`;
  const applied = resources.find(({ type, attributes }) => type === 'aws_backup_plan' && attributes.name === full);
  const job = jobs.get(String(applied?.attributes.id));
  const next = nextRun(schedule, clients.now(), job?.at)?.toISOString();
  return {
    ...{ name, schedule, retention, applied: applied !== undefined },
    ...(next ? { next } : {}),
    ...(job
      ? { last: { at: job.at.toISOString(), state: job.state, ...(job.message ? { message: job.message } : {}) } }
      : {}),
  };
}

async function storeOf(
  { clients, environment }: BackupSession,
  resources: readonly StateResource[],
  store: { readonly name: string; readonly kind: string; readonly attributes?: Readonly<Record<string, unknown>> },
): Promise<ScheduledStore> {
  const { name, kind, attributes = {} } = store;
  const arn = String(attributes.arn ?? '');
  const prefix = `${environment.platform}-${environment.id}-`;
  const plans = resources.flatMap(({ type, attributes: selection }) => {
    if (type !== 'aws_backup_selection' || !((selection.resources ?? []) as string[]).includes(arn)) return [];
    const plan = resources.find((each) => each.type === 'aws_backup_plan' && each.attributes.id === selection.plan_id);
    return [String(plan?.attributes.name ?? selection.plan_id).replace(prefix, '')];
  });
  const days = Number(attributes.backup_retention_period ?? attributes.snapshot_retention_limit ?? 0);
  const newest = await newestPoint(clients, arn);
  return {
    ...{ name, kind, plans: [...new Set(plans)].sort() },
    ...(newest ? { newest } : {}),
    ...(days > 0 ? { automated: `${days} day${days === 1 ? '' : 's'}` } : {}),
  };
}

async function newestPoint(clients: BackupSession['clients'], arn: string): Promise<string | undefined> {
  if (!arn) return undefined;
  try {
    const backup = await clients.backup();
    const { RecoveryPoints = [] } = await backup.listRecoveryPointsByResource({ ResourceArn: arn });
    const times = RecoveryPoints.flatMap(({ CreationDate }) => CreationDate?.toISOString() ?? []);
    return times.sort().at(-1);
  } catch {
    return undefined; // a service that doesn't keep any, or doesn't know the question, has none to show
  }
}
