import { type Environment, environmentSchema } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { actorText } from '../../kernel/actor.js';
import { interrupted } from '../../kernel/reported-error.js';
import { unknownName } from '../../kernel/unknown-name.js';
import { settleKilledRuns } from '../../session/driver/killed-run.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { applyPlanned } from '../deploy/apply-planned.js';
import { ClusterPhases } from '../deploy/cluster-phases.js';
import { declined } from '../deploy/deploy-environment.js';
import type { DeployResult } from '../deploy/deploy-result.js';
import type { Phase } from '../deploy/phase.js';
import { freshPlan, noStacks } from '../deploy/planned-stacks.js';
import { releaseOf } from '../deploy/release-of.js';
import { LossGate } from '../losses/index.js';
import { ArchiveStore } from '../releases/archive-store.js';
import { type Ledger, type LedgerEntry, openLedger, withLedger } from '../releases/index.js';
import { killedReleases, recordKilledReleases } from '../releases/killed-releases.js';
import { newestContent } from '../releases/record-release.js';
import type { ReleaseArchive } from '../releases/release-archive.js';
import { settleVerdicts } from '../releases/settle-verdicts.js';
import { declaredVersions, schemasAfterRollback } from '../schema-contracts/index.js';
import { chooseTarget } from './choose-target.js';
import type { ToldReleases } from './good-services.js';
import { insideWindow, recordedCluster } from './recorded-cluster.js';
import { refusalsOf, refuseBrokenContracts, refuseConfigured, refusePlanned } from './refuse.js';
import { type LoadedArchive, loadArchive, restoreStacks } from './restore-archive.js';
import type { ReleaseMark, RollbackOptions, RollbackPreview, RollbackResult } from './rollback-options.js';
import { servedInstead } from './served-instead.js';

/** What is read before anything is locked. */
interface Wanted {
  readonly current: LedgerEntry;
  readonly target: LedgerEntry;
  readonly told: ToldReleases;
  readonly loaded: LoadedArchive;
  /** Of the current release. @default it has none, or it is gone */
  readonly applied?: ReleaseArchive;
  /** Releases between the two, the current included. */
  readonly distance: number;
}

/**
 * Brings an environment back to what an earlier release was: stacks, baseline, alerts and services, from the record and its
 * archive, not from the checkout. It is a release itself. Run again, an interrupted one goes on.
 *
 * @throws BacklotError `RollbackRefused` or `SchemaContractBroken` naming what cannot be undone, `NoRelease`,
 *   `UnknownRelease`, `NotRestorable`, `LedgerDamaged`, `ArchiveDamaged`, `ArchiveMissing`, `LedgerMoved`, `Declined`,
 *   `EnvironmentLocked`, and what a deploy throws.
 */
export async function rollbackEnvironment(environment: Environment, options: RollbackOptions): Promise<RollbackResult> {
  const began = performance.now();
  const startedAt = new Date();
  const wanted = await withLedger(environment, options, async (ledger, cloud) => {
    const found = await readWanted(
      environment,
      ledger,
      new ArchiveStore(cloud.archives, stateBucket(environment), environment.id),
      options,
    );
    await refuseBrokenContracts(ledger, environment, found, options);
    return found;
  });
  const { current, target, loaded } = wanted;
  const recorded = recordedEnvironment(environment, loaded.archive);
  const phases = phasesOf(recorded, wanted, options);
  options.found?.();
  const synthesize = (_: Environment, { outdir }: { readonly outdir: string }) => restoreStacks(loaded, outdir);
  const session = {
    ...options,
    stacks: undefined,
    tooling: { ...options.tooling, synthesize },
    needs: ['terraform'] as const,
    changes: 'rollback' as const,
  };
  return withSession(recorded, session, async (session) => {
    const killed = await killedReleases(session);
    await settleKilledRuns(session);
    const ledger = openLedger(recorded, session.cloud, session.progress);
    await ledger.assertRecordable();
    await assertUnmoved(ledger, environment.id, current);
    await recordKilledReleases(session, ledger, killed);
    const served = servedInstead(wanted.told, target);
    for (const message of served.notes) session.progress.emit({ type: 'note', level: 'warning', message });
    const skipsSteps = insideWindow(environment, target.record, wanted.distance, served.unproven);
    const resume = `backlot rollback ${environment.id} ${target.record.number}`;
    const full = !options.servicesOnly && !options.services;
    const cluster = new ClusterPhases({
      session,
      phases,
      options: { context: options.context, services: options.services, prune: full, wait: options.wait },
      recorded: (opened, outputs) =>
        recordedCluster(
          { session, archive: loaded.archive, record: target.record, skipsSteps, served: served.images },
          opened,
          outputs,
        ),
      resume,
    });
    if (phases.has('stacks')) await refuseConfigured(session, wanted, options.lose);
    const planned = phases.has('stacks') ? await freshPlan(session, true, began) : noStacks(session, began);
    refusePlanned(environment.id, target.record.number, planned.plan, options.lose);
    const gate = new LossGate({ ...options, environment: environment.id, command: resume });
    gate.check(planned.plan.stacks, planned.plan.planId);
    const [services, baseline] = [await cluster.preview(), await cluster.previewBaseline()];
    const preview: RollbackPreview = {
      from: mark(current),
      target: mark(target),
      plan: planned.plan,
      baseline,
      services,
      skipsSteps: (services ?? []).flatMap(({ service, canary }) =>
        canary && skipsSteps.has(service) ? [service] : [],
      ),
    };
    if (changes(preview) && !(await options.approve(preview))) throw declined('rollback', environment.id);
    const question = { reviewed: false, planId: planned.plan.planId };
    if (!(await gate.confirm(planned.plan.stacks, question))) throw declined('rollback', environment.id);
    if (session.interruption.requested) throw interrupted(resume);
    await settleVerdicts(session, ledger, current, await cluster.look());
    const names = options.services ?? target.record.services.map(({ service }) => service);
    const schemas = {
      target: target.record.schemas,
      current: current.record.schemas,
      declared: declaredVersions(environment),
      services: names,
    };
    const release = {
      session,
      cluster,
      operation: 'rollback' as const,
      gate,
      startedAt,
      plan: planned.hash,
      commit: target.record.commit,
      rollbackOf: target.record.rollbackOf ?? target.record.number,
      schemas: () => schemasAfterRollback(schemas),
    };
    const result = await releaseOf(release, () =>
      applyPlanned({
        session,
        planned,
        cluster,
        command: 'rollback',
        continueDeferred: true,
        refresh: true,
        gate,
        approve: (plan) =>
          approveLater(session, options, { ...preview, plan, services: undefined, baseline: undefined }),
        began,
      }),
    );
    return {
      ...goOn(result, environment.id, target.record.number),
      from: current.record.number,
      target: target.record.number,
    };
  });
}

async function readWanted(
  environment: Environment,
  ledger: Ledger,
  store: ArchiveStore,
  { release }: RollbackOptions,
): Promise<Wanted> {
  const { current, target, told } = await chooseTarget(ledger, environment.id, release);
  const loaded = await loadArchive(store, target.record.archive ?? '');
  const applied = current.record.archive
    ? await store.read(current.record.archive).catch((error: unknown) => {
        // Only a first look depends on it: the plan finds the same.
        if (error instanceof BacklotError) return undefined;
        throw error;
      })
    : undefined;
  let distance = 0;
  for await (const { record } of ledger.newestFirst()) {
    if (record.number <= target.record.number) break;
    if (record.operation === 'deploy' || record.operation === 'rollback') distance += 1;
  }
  return { current, target, told, loaded, applied, distance };
}

/** The environment as it was, as today's code reads it; in the same place as today's. */
function recordedEnvironment(environment: Environment, archive: ReleaseArchive): Environment {
  const { id, ...document } = archive.environment;
  const parsed = environmentSchema.safeParse(document);
  const recorded: Environment = parsed.success ? { ...parsed.data, id } : archive.environment;
  const place = ({ id: name, platform, target, aws }: Environment) =>
    [name, platform, target, aws.accountId, aws.region].join(' ');
  if (place(recorded) === place(environment)) return recorded;
  throw new BacklotError({
    code: 'NotRestorable',
    message: `the release was made for ${place(recorded)}, and '${environment.id}' is ${place(environment)} today`,
    exitCode: 3,
    actions: [`backlot config ${environment.id}`],
  });
}

/** Controllers stay as they are: they are upgraded, not rolled back, and what they make isn't theirs alone. */
function phasesOf(
  environment: Environment,
  { current, target, loaded }: Wanted,
  { services, servicesOnly }: RollbackOptions,
): ReadonlySet<Phase> {
  assertServices(environment, target, services);
  if (services || servicesOnly) return new Set(['services']);
  const any = target.record.services.length + current.record.services.length > 0;
  return new Set<Phase>([
    'stacks',
    ...(loaded.archive.baseline ? (['baseline'] as const) : []),
    ...(target.record.observability?.values ? (['observability'] as const) : []),
    ...(any ? (['services'] as const) : []),
  ]);
}

function assertServices({ id }: Environment, { record }: LedgerEntry, services: readonly string[] | undefined): void {
  const known = record.services.flatMap(({ service, values }) => (values === undefined ? [] : [service]));
  const unknown = (services ?? []).filter((service) => !known.includes(service));
  if (unknown.length === 0) return;
  throw unknownName({
    code: 'UnknownService',
    given: unknown[0] ?? '',
    known,
    message: `release ${record.number} of '${id}' has no service ${unknown.map((each) => `'${each}'`).join(', ')}; it has ${known.join(', ') || 'none'}`,
    actions: [`backlot releases show ${id} ${record.number}`],
  });
}

/** Nobody may have deployed between the choice and the lock. */
async function assertUnmoved(ledger: Ledger, environment: string, current: LedgerEntry): Promise<void> {
  const now = await newestContent(ledger.newestFirst());
  if (now?.hash === current.hash) return;
  throw new BacklotError({
    code: 'LedgerMoved',
    message: `release ${now?.record.number ?? 'none'} of '${environment}' was made while this rollback began; nothing was changed`,
    actions: [`backlot releases list ${environment}`, `backlot rollback ${environment}`],
  });
}

/** A stack that could only be planned now: what cannot be undone is left as it is, and said. */
async function approveLater(session: Session, options: RollbackOptions, preview: RollbackPreview): Promise<boolean> {
  const refusals = refusalsOf(preview.plan.stacks, options.lose);
  for (const { subject, reason } of refusals) {
    session.progress.emit({ type: 'note', level: 'warning', message: `${subject}: ${reason}: left as it is` });
  }
  return refusals.length === 0 && options.approve(preview, true);
}

function changes({ plan, services, baseline }: RollbackPreview): boolean {
  return (
    plan.stacks.some(({ status }) => status === 'changed' || status === 'deferred') ||
    (services ?? []).some(({ action }) => action !== 'unchanged') ||
    (baseline !== undefined && baseline.changes.length > 0)
  );
}

/** The next steps name the release: what it goes back to must not change on the way. */
function goOn(result: DeployResult, environment: string, release: number): DeployResult {
  const plain = `backlot rollback ${environment}`;
  return { ...result, actions: result.actions.map((action) => (action === plain ? `${plain} ${release}` : action)) };
}

function mark({ record }: LedgerEntry): ReleaseMark {
  const { number, startedAt, actor, commit } = record;
  return { number, startedAt, who: actorText(actor), ...(commit ? { commit: commit.id } : {}) };
}
