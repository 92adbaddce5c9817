import { rm } from 'node:fs/promises';
import type { Environment } from '../../../environments/model/index.js';
import { nearestWord } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { findDeletedKeys, findWaysBack, inRegion, type Recoverable } from '../../delivery/losses/index.js';
import { makePlan } from '../../delivery/plan/plan-environment.js';
import { interrupted, type ReportedError, reportError } from '../../kernel/reported-error.js';
import { journaled } from '../../session/journal/index.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';

/** One thing that can be taken back, and what became of it. */
export interface RecoveredThing extends Pick<Recoverable, 'name' | 'stack' | 'address' | 'label' | 'physical'> {
  /** What happened to it: `waits for deletion`. */
  readonly state: string;
  /** When it is gone for good, ISO 8601. @default no date is set */
  readonly until?: string;
  /** `elsewhere`: another command takes it back, see `command`. */
  readonly outcome: 'waits' | 'recovered' | 'failed' | 'elsewhere';
  /** What takes it back. */
  readonly command: string;
  readonly error?: ReportedError;
}

/** What can be taken back in an environment. */
export interface RecoverResult {
  readonly environment: string;
  readonly things: readonly RecoveredThing[];
}

/** What a recovery can be told. */
export interface RecoverOptions extends OperationOptions {
  /** What to take back, by name. @default nothing: only tell what waits */
  readonly names?: readonly string[];
  /** Asked before anything is taken back. Declined: throws BacklotError `Declined`. */
  readonly approve?: (things: readonly RecoveredThing[]) => Promise<boolean>;
}

/**
 * Tells what was deleted or disabled outside and can be taken back, and takes back what is named: keys and secrets that wait
 * for their deletion, also keys that a deploy or a destroy of ours deleted, keys that were disabled. Safe to run twice.
 *
 * @throws BacklotError `NothingToRecover` naming what there is, `Declined`, `EnvironmentLocked`, `Interrupted`.
 */
export async function recoverThings(environment: Environment, options: RecoverOptions): Promise<RecoverResult> {
  const { names = [] } = options;
  const changes = names.length > 0 ? ('recover' as const) : undefined;
  return withSession(environment, { ...options, needs: ['terraform'], changes }, async (session) => {
    const { folder, planned } = await makePlan(session, { refresh: true, began: performance.now() });
    await rm(folder, { recursive: true, force: true });
    const known = await findWaysBack(session, [...planned.values()]);
    const ids = new Set(known.map(({ attributes }) => attributes.key_id));
    const found = [...known, ...(await deletedKeys(session)).filter(({ physical }) => !ids.has(physical))];
    for (const { plan } of planned.values()) {
      if (plan.status !== 'failed') continue;
      const message = `stack '${plan.id}' could not be planned, so nobody knows what of it waits: ${plan.error?.message}`;
      session.tell(message, 'warning');
    }
    const wanted = names.length > 0 ? found.filter(({ name }) => names.includes(name)) : [];
    assertKnown(environment.id, names, found);
    if (wanted.length === 0) return { environment: environment.id, things: found.map((each) => told(each, 'waits')) };
    const asked = wanted.map((each) => told(each, 'waits'));
    if (options.approve && !(await options.approve(asked))) throw declined(environment.id);
    const things: RecoveredThing[] = [];
    for (const each of wanted) {
      if (session.interruption.requested) throw interrupted(command(environment.id, names));
      things.push(await takeBack(session, each));
    }
    return { environment: environment.id, things };
  });
}

/** What nobody may list is told, and keeps nothing else from being taken back. */
async function deletedKeys(session: Session): Promise<Recoverable[]> {
  try {
    return await findDeletedKeys(session);
  } catch (error) {
    session.tell(`keys that no state has could not be listed: ${(error as Error).message}`, 'warning');
    return [];
  }
}

async function takeBack({ cloud, journal, progress }: Session, each: Recoverable): Promise<RecoveredThing> {
  const { kind, name, attributes } = each;
  if (!kind.takeBack) return told(each, 'elsewhere');
  const id = `recover/${name}`;
  const began = performance.now();
  progress.emit({ type: 'step-started', id, title: name });
  const end = (status: 'done' | 'failed', message: string) =>
    progress.emit({ type: 'step-finished', id, status, message, durationMs: performance.now() - began });
  try {
    const entry = { step: id, intent: `taking back ${name}` };
    await journaled(journal, entry, async () => kind.takeBack?.(inRegion(cloud, attributes.region), attributes));
    end('done', 'taken back');
    return told(each, 'recovered');
  } catch (error) {
    end('failed', (error as Error).message);
    return { ...told(each, 'failed'), error: reportError(error) };
  }
}

function told({ name, stack, address, label, physical, wayBack }: Recoverable, outcome: RecoveredThing['outcome']) {
  const { words: state, until, command: way } = wayBack;
  return { name, stack, address, label, physical, state, ...(until ? { until } : {}), outcome, command: way };
}

function assertKnown(environment: string, names: readonly string[], found: readonly Recoverable[]): void {
  const there = found.map(({ name }) => name);
  const unknown = names.filter((name) => !there.includes(name));
  if (unknown.length === 0) return;
  const near = unknown.map((name) => nearestWord(name, there)).find((word) => word !== undefined);
  throw new BacklotError({
    code: 'NothingToRecover',
    message: `${unknown.map((name) => `'${name}'`).join(', ')} neither waits for deletion nor is disabled${near ? `; did you mean '${near}'?` : ''}; ${there.length > 0 ? `what can be taken back: ${there.join(', ')}` : 'nothing has to be taken back'}`,
    exitCode: 3,
    actions: [near ? command(environment, [near]) : `backlot recover ${environment}`],
  });
}

function declined(environment: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `declined: nothing was changed in '${environment}'`,
    actions: [`backlot recover ${environment}`],
  });
}

function command(environment: string, names: readonly string[]): string {
  return ['backlot recover', environment, ...names].join(' ');
}
