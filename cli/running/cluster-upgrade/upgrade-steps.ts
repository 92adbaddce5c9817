import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Progress } from '../../kernel/progress.js';
import { reportError } from '../../kernel/reported-error.js';
import { type Journal, journaled, noJournal } from '../../session/journal/index.js';
import type { Interruption } from '../../session/open/interruption.js';
import { stoppedError } from '../../session/open/stopped.js';
import type { UpgradeView } from './checks/upgrade-view.js';
import type { EksView } from './eks-view.js';
import { stepsBetween } from './minor-version.js';
import type { UpgradeStep } from './upgrade-result.js';

/** How steps are run. */
export interface RunSteps {
  readonly eks: EksView;
  readonly target: string;
  readonly progress: Progress;
  /** Brings the control plane to the declared version. */
  readonly controlPlane: () => Promise<void>;
  /** Runs what follows while nobody else changes the environment. */
  readonly locked: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>;
  readonly environment: string;
  /** The command that goes on, with the user's own arguments. */
  readonly command: string;
  readonly interruption: Pick<Interruption, 'stop' | 'reason'>;
  /** For each step. @default 90 minutes */
  readonly timeoutMs?: number;
  /** @default 15 seconds */
  readonly pollMs?: number;
  /** Why this cloud may keep a version as it was. @default it does what it is asked */
  readonly standsStill?: string;
}

/** What remains to be done, in order: control plane, add-ons, nodes. Steps that are done already are left out. */
export function upgradeSteps(view: UpgradeView, recorded: string | undefined): UpgradeStep[] {
  const { addons, live, nodeGroups, target } = view;
  const from = recorded ?? live;
  const behind = (version: string) => version !== '' && stepsBetween(version, target) > 0;
  const addonSteps = addons.flatMap(({ name, offer, pinned, version }) => {
    // One that the file pins is the stack's to change, which goes with the control plane.
    if (pinned !== undefined || !offer || offer.versions.length === 0) return [];
    const to = offer.standard ?? offer.versions[0];
    if (to === undefined || to === version || (offer.versions.includes(version) && !behind(from))) return [];
    return [{ step: `addon/${name}`, from: version, to, status: 'pending' as const }];
  });
  return [
    ...(behind(from) ? [{ step: 'control-plane', from, to: target, status: 'pending' as const }] : []),
    ...addonSteps,
    ...nodeGroups
      .filter(({ version }) => behind(version))
      .map(({ name, version }) => ({ step: `nodes/${name}`, from: version, to: target, status: 'pending' as const })),
  ];
}

/** Runs the steps in order, one at a time; what follows a step that failed is skipped. Running it again goes on from there. */
export async function runSteps(steps: readonly UpgradeStep[], run: RunSteps): Promise<UpgradeStep[]> {
  const [first] = steps;
  const done: UpgradeStep[] = [];
  if (first?.step === 'control-plane') done.push(await runStep(first, run));
  if (done.some(({ status }) => status === 'failed')) return [...done, ...skipped(steps.slice(1))];
  const rest = steps.slice(done.length);
  if (rest.length === 0) return done;
  return run.locked(async (journal) => {
    for (const step of rest) {
      const failed = done.some(({ status }) => status === 'failed');
      done.push(
        failed ? { ...step, status: 'skipped', message: 'a step before it failed' } : await runStep(step, run, journal),
      );
    }
    return done;
  });
}

async function runStep(step: UpgradeStep, run: RunSteps, journal = noJournal): Promise<UpgradeStep> {
  const { interruption, progress } = run;
  const id = `upgrade/${step.step}`;
  const began = performance.now();
  progress.emit({ type: 'step-started', id, title: `${step.step} ${step.from ?? ''} → ${step.to}` });
  const finish = (each: UpgradeStep): UpgradeStep => {
    const status = each.status === 'failed' ? 'failed' : each.status === 'done' ? 'done' : 'skipped';
    progress.emit({ type: 'step-finished', id, status, message: each.message, durationMs: performance.now() - began });
    return each;
  };
  try {
    if (interruption.stop.aborted) throw stopped(step, run);
    const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
    const entry = { step: `upgrade:${step.step}`, intent: `upgrading ${step.step} to ${step.to}` };
    const message = await journaled(journal, entry, () => work(step, run, tell));
    if (message !== undefined) return finish({ ...step, status: 'recorded', message });
    return finish({ ...step, status: 'done' });
  } catch (error) {
    const { code, message } = reportError(error);
    return finish({ ...step, status: 'failed', message: `${code}: ${message}` });
  }
}

type Look = () => Promise<{ readonly there: boolean; readonly seen: string }>;

/** @returns why nothing came of it; undefined when the version is reached */
async function work(step: UpgradeStep, run: RunSteps, tell: (message: string) => void): Promise<string | undefined> {
  const { eks, standsStill } = run;
  const [kind, name = ''] = step.step.split('/');
  const look = lookAt(kind, name, step.to, run);
  if (kind === 'control-plane') {
    await run.controlPlane();
    return reached(step, run, tell, look);
  }
  // Somebody may have done it while this one waited for the lock, or for a step before.
  if ((await look()).there) return undefined;
  const asked = kind === 'addon' ? await eks.updateAddon(name, step.to) : await eks.updateNodeGroup(name, step.to);
  return asked ? reached(step, run, tell, look) : (standsStill ?? 'this cloud has no such call');
}

function lookAt(kind: string | undefined, name: string, to: string, { eks, target }: RunSteps): Look {
  if (kind === 'control-plane') {
    return async () => {
      const { status = '', version = '' } = (await eks.cluster()) ?? {};
      return { there: version === target && status === 'ACTIVE', seen: `${version} ${status}` };
    };
  }
  if (kind === 'addon') {
    return async () => {
      const version = (await eks.addons()).find((addon) => addon.name === name)?.version ?? '';
      return { there: version === to, seen: version };
    };
  }
  return async () => {
    const { status = '', version = '' } = (await eks.nodeGroups()).find((group) => group.name === name) ?? {};
    return { there: version === to && status === 'ACTIVE', seen: `${version} ${status}` };
  };
}

async function reached(
  step: UpgradeStep,
  { command, environment, interruption, pollMs = 15_000, standsStill, timeoutMs = 90 * 60_000 }: RunSteps,
  tell: (message: string) => void,
  look: Look,
): Promise<string | undefined> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const { seen, there } = await look();
    if (there) return undefined;
    if (standsStill !== undefined) return standsStill;
    tell(seen);
    if (interruption.stop.aborted) throw stopped(step, { command, environment, interruption });
    if (performance.now() >= until) {
      throw new BacklotError({
        code: 'UpgradeTimedOut',
        message: `${step.step} is at ${seen} and not at ${step.to}; AWS goes on with it`,
        exitCode: 69,
      });
    }
    await delay(pollMs, undefined, { signal: interruption.stop }).catch(() => undefined);
  }
}

function skipped(steps: readonly UpgradeStep[]): UpgradeStep[] {
  return steps.map((step) => ({ ...step, status: 'skipped', message: 'a step before it failed' }));
}

function stopped({ step, to }: UpgradeStep, run: Pick<RunSteps, 'command' | 'environment' | 'interruption'>) {
  const { command: resume, environment, interruption } = run;
  return stoppedError(interruption, { environment, what: `upgrade of ${step} to ${to}`, resume });
}
