import type { Environment } from '../../../environments/model/index.js';
import type { Session } from '../../session/open/session.js';
import { judgePlans } from '../losses/index.js';
import type { PlanResult, StackPlan } from '../plan/plan-result.js';
import type { Ledger, LedgerEntry } from '../releases/index.js';
import type { ReleaseArchive } from '../releases/release-archive.js';
import { brokenByRollback, contractText, declaredVersions } from '../schema-contracts/index.js';
import { whyNotRestorable } from './choose-target.js';
import { configuredRemovals, lossRefusals, plannedLosses } from './data-loss.js';
import { configuredDowngrades, plannedDowngrades } from './engine-downgrade.js';
import { distinct, type Refusal, refused } from './refusal.js';
import type { LoadedArchive } from './restore-archive.js';
import type { RollbackOptions } from './rollback-options.js';

/** What plans would do that cannot be undone. */
export function refusalsOf(plans: readonly StackPlan[], lose?: readonly string[]): Refusal[] {
  return distinct([...plannedLosses(plans, lose), ...plannedDowngrades(plans)]);
}

/** @throws BacklotError `RollbackRefused` */
export function refusePlanned(
  environment: string,
  release: number,
  { stacks }: PlanResult,
  lose?: readonly string[],
): void {
  const refusals = refusalsOf(stacks, lose);
  if (refusals.length > 0) throw refused(environment, release, refusals);
}

/**
 * Looks at states and configurations, before anything is planned.
 *
 * @throws BacklotError `RollbackRefused`
 */
export async function refuseConfigured(
  session: Session,
  {
    target,
    loaded,
    applied,
  }: { readonly target: LedgerEntry; readonly loaded: LoadedArchive; readonly applied?: ReleaseArchive },
  lose?: readonly string[],
): Promise<void> {
  const wanted = new Map(loaded.archive.stacks.map(({ id, config }) => [id, config]));
  const removals = await Promise.all(
    session.stacks.map(async (stack) => {
      const plan = configuredRemovals(stack.id, await session.readState(stack), wanted.get(stack.id));
      return { plan };
    }),
  );
  const { losses } = await judgePlans(session, removals);
  const downgrades = (applied?.stacks ?? []).flatMap(({ id, config }) =>
    configuredDowngrades(id, config, wanted.get(id)),
  );
  const refusals = distinct([...lossRefusals(losses, lose), ...downgrades]);
  if (refusals.length > 0) throw refused(session.environment.id, target.record.number, refusals);
}

/**
 * Data is not rolled back: the services of then must work with the schemas of today.
 *
 * @throws BacklotError `SchemaContractBroken` naming a release that does.
 */
export async function refuseBrokenContracts(
  ledger: Ledger,
  environment: Environment,
  { current, target }: { readonly current: LedgerEntry; readonly target: LedgerEntry },
  { services }: RollbackOptions,
): Promise<void> {
  const check = ({ record }: LedgerEntry) =>
    brokenByRollback({
      target: record.schemas,
      current: current.record.schemas,
      declared: declaredVersions(environment),
      services: services ?? record.services.map(({ service }) => service),
    });
  const broken = check(target);
  if (broken.length === 0) return;
  const refusals = broken.map((each) => ({
    kind: 'schema-contract' as const,
    subject: each.service,
    reason: contractText(each),
  }));
  const other = await findFitting(ledger, current, (entry) => check(entry).length === 0);
  const stores = [...new Set(broken.map(({ store, version }) => `${store} ${version}`))].join(', ');
  const id = environment.id;
  const actions = [
    ...(other ? [`backlot rollback ${id} ${other.record.number}`] : []),
    `backlot releases diff ${id} ${target.record.number}`,
  ];
  const unfit = [...new Set(broken.map(({ service }) => service))].join(', ');
  throw refused(id, target.record.number, refusals, actions, [`deploy a version of ${unfit} that supports ${stores}`]);
}

/** The newest release before the current that could be gone back to. */
async function findFitting(ledger: Ledger, current: LedgerEntry, fits: (entry: LedgerEntry) => boolean) {
  for await (const entry of ledger.newestFirst()) {
    const older = entry.record.number < current.record.number;
    if (older && !whyNotRestorable(entry.record) && fits(entry)) return entry;
  }
  return undefined;
}
