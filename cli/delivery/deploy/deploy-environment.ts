import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { interrupted } from '../../kernel/reported-error.js';
import { settleKilledRuns } from '../../session/driver/killed-run.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { LossGate } from '../losses/index.js';
import { readCheckout } from '../releases/checkout.js';
import { killedReleases, recordKilledReleases } from '../releases/killed-releases.js';
import { readyLedger } from '../releases/ready-ledger.js';
import { newestContent } from '../releases/record-release.js';
import type { ReleaseRecord } from '../releases/release-record.js';
import { settleVerdicts } from '../releases/settle-verdicts.js';
import { openLedger } from '../releases/with-ledger.js';
import { checkDeploy, type DeployContracts, releasedSchemas } from '../schema-contracts/index.js';
import { applyPlanned } from './apply-planned.js';
import { ClusterPhases } from './cluster-phases.js';
import type { DeployOptions } from './deploy-options.js';
import type { DeployResult } from './deploy-result.js';
import { requireImages } from './missing-images.js';
import { choosePhases, type Phase } from './phase.js';
import { freshPlan, noStacks, type PlannedStacks, savedPlan } from './planned-stacks.js';
import { releaseOf } from './release-of.js';
import { verifyServices } from './verify-services.js';

/**
 * Makes the cloud and its cluster what the environment declares: applies a saved plan, or plans, asks and applies, stack
 * after stack, then baseline, controllers, dashboards and services. A stack that fails is `failed` in the result, its
 * dependants `skipped`; its siblings go on. The cluster is touched only when all its stacks are applied. What was changed
 * is a release: a record in the ledger.
 *
 * @throws BacklotError `Declined`, `StalePlan`, `UnknownPlan`, `UnknownService`, `PhaseConflict`, `NoCluster`,
 *   `SchemaContractBroken`, `BackupNotProven`, `ImageMissing`, `LedgerKeyMissing`, `LedgerKeyUnusable`, `EnvironmentLocked`, `Interrupted` (before anything was changed), and what
 *   opening the cloud and synthesis throw.
 */
export async function deployEnvironment(environment: Environment, options: DeployOptions): Promise<DeployResult> {
  const began = performance.now();
  const startedAt = new Date();
  const phases = choosePhases(environment, options);
  return withSession(environment, { ...options, needs: ['terraform'], changes: 'deploy' }, async (session) => {
    const killed = await killedReleases(session);
    await settleKilledRuns(session);
    const checkout = readCheckout();
    const ledger = openLedger(environment, session.cloud, session.progress);
    const makesKey = phases.has('stacks') && session.selected.some(({ id }) => id === 'foundation');
    await readyLedger(session, ledger, makesKey);
    await recordKilledReleases(session, ledger, killed);
    const before = await newestContent(ledger.newestFirst());
    await passProofGate(session, options);
    const contracts = checkContracts(session, phases, options, before?.record);
    const saved = options.planId && phases.has('stacks') ? await savedPlan(session, options.planId) : undefined;
    const images = { ...saved?.services?.images, ...options.images };
    const cluster = new ClusterPhases({ session, phases, options: { ...options, images } });
    const planned = saved ?? (await planStacks(session, phases, options, began));
    const gate = new LossGate({ ...options, environment: environment.id, command: again(environment.id, options) });
    gate.check(planned.plan.stacks, planned.plan.planId);
    const services = await cluster.preview();
    verifyServices(environment, planned, services);
    if (services && options.openCatalog) await requireImages(session, options.openCatalog, services);
    const work =
      planned.plan.stacks.some(({ status }) => status === 'changed' || status === 'deferred') ||
      services?.some(({ action }) => action !== 'unchanged');
    if (work && !(await options.approve(planned.plan, services))) throw declined('deploy', environment.id);
    const question = { reviewed: planned.reviewed ?? false, planId: planned.plan.planId };
    if (!(await gate.confirm(planned.plan.stacks, question))) throw declined('deploy', environment.id);
    if (session.interruption.requested) throw interrupted(`backlot deploy ${environment.id}`);
    if (before) await settleVerdicts(session, ledger, before, await cluster.look());
    const release = {
      session,
      cluster,
      operation: 'deploy' as const,
      gate,
      startedAt,
      plan: planned.hash,
      commit: await checkout,
      overrides: options.skipProofGate ? [{ gate: 'backup-proof', reason: options.skipProofGate }] : [],
      schemas: (result: DeployResult) =>
        releasedSchemas(contracts, result.cluster?.services ?? [], before?.record.schemas),
    };
    return releaseOf(release, () =>
      applyPlanned({
        session,
        planned,
        cluster,
        command: 'deploy',
        continueDeferred: options.continueDeferred ?? options.planId === undefined,
        refresh: options.refresh ?? true,
        approve: (plan) => options.approve(plan, undefined, true),
        gate,
        began,
      }),
    );
  });
}

/** The deploy as it was asked for, for next steps. */
function again(environment: string, { only, stacks = [], services = [], images = {}, planId }: DeployOptions): string {
  const flags = [
    ...(planId ? ['--plan', planId] : []),
    ...(only ?? []).flatMap((phase) => ['--only', phase]),
    ...stacks.flatMap((stack) => ['--stack', stack]),
    ...services.flatMap((service) => ['--service', service]),
    ...Object.entries(images).flatMap(([service, image]) => ['--image', `${service}=${image}`]),
  ];
  return ['backlot deploy', environment, ...flags].join(' ');
}

/** Where the environment asks for it, a restore must have been proven lately; passing that by is recorded. */
async function passProofGate(
  { cloud, environment, progress }: Session,
  { proofGate, skipProofGate }: DeployOptions,
): Promise<void> {
  if (environment.backup?.proof?.maxAge === undefined) return;
  if (!proofGate) throw new Error(`'${environment.id}' asks for proven backups, and nothing here can tell of them`);
  try {
    await proofGate(environment, { objects: cloud.objects, signing: cloud.signing });
  } catch (error) {
    if (!skipProofGate || !(error instanceof BacklotError)) throw error;
    progress.emit({ type: 'note', level: 'warning', message: `${error.message}; overridden: ${skipProofGate}` });
  }
}

/** What is declared must fit what runs, before anything is touched. */
function checkContracts(
  { environment, progress }: Session,
  phases: ReadonlySet<Phase>,
  options: DeployOptions,
  before: ReleaseRecord | undefined,
): DeployContracts {
  const known = Object.keys(environment.services ?? {});
  const deploying = phases.has('services') ? (options.services ?? known) : [];
  const recorded = before?.schemas;
  const gone = (service: string) => options.prune === true && !known.includes(service);
  const staying = Object.keys(recorded?.contracts ?? {}).filter((each) => !deploying.includes(each) && !gone(each));
  const contracts = checkDeploy({ environment, deploying, recorded, staying });
  for (const message of contracts.warnings) progress.emit({ type: 'note', level: 'warning', message });
  return contracts;
}

async function planStacks(
  session: Session,
  phases: ReadonlySet<Phase>,
  options: DeployOptions,
  began: number,
): Promise<PlannedStacks> {
  return phases.has('stacks') ? freshPlan(session, options.refresh ?? true, began) : noStacks(session, began);
}

/** The error of a declined question: nothing was changed. */
export function declined(command: 'deploy' | 'destroy' | 'rollback', environment: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `cancelled: nothing was changed in '${environment}'`,
    actions: [`backlot ${command} ${environment}`],
  });
}
