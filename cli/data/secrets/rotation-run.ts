import { randomUUID } from 'node:crypto';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { step } from '../../kernel/progress.js';
import { journaled } from '../../session/journal/index.js';
import { hasMoved } from './consumer-state.js';
import type { SecretConsumer } from './consumers-result.js';
import type { FoundConsumer } from './find-consumers.js';
import type { Issuer } from './issuer.js';
import { type RollAllOptions, rollConsumers } from './roll-consumers.js';
import { consumerNotReady, type RotationPlace, resumeCommand, stopped } from './rotation-error.js';
import type { RotationPhase } from './rotation-phases.js';
import { statesOf } from './secret-consumers.js';
import type { SecretStore, StoredSecret } from './secret-store.js';
import type { RotationResult, RotationStep } from './secrets-result.js';
import { CURRENT, OLD, PENDING, PHASES, RETIRED, versionWith } from './stages.js';

/** What a {@link RotationRun} is made from. */
export interface RotationRunProps {
  readonly environment: Environment;
  readonly secret: string;
  readonly stored: StoredSecret;
  readonly store: SecretStore;
  readonly issuer: Issuer;
  readonly consumers: readonly FoundConsumer[];
  readonly roll: Omit<RollAllOptions, 'parent'>;
}

/** The steps of a rotation. Each looks first whether it was done; the labels are read again before each. */
export class RotationRun {
  readonly secret: string;
  readonly issuer: Issuer;
  readonly place: RotationPlace;
  stored: StoredSecret;
  private readonly steps: RotationStep[] = [];
  private proof: readonly SecretConsumer[] = [];
  private retiredVersion: string | undefined;

  constructor(private readonly props: RotationRunProps) {
    this.secret = props.secret;
    this.issuer = props.issuer;
    this.stored = props.stored;
    const { rolloutOnly } = props.roll;
    this.place = { environment: props.environment.id, secret: props.secret, rolloutOnly };
  }

  /** Makes a version, tries it, makes it the current one, and moves the consumers. */
  async phase({ phase, prefix, propose, retireFirst }: RotationPhase): Promise<void> {
    const label = PHASES[phase];
    await this.refresh();
    if (laterThan(phase, this.stored)) return;
    const before = versionWith(this.stored, CURRENT);
    const value = before && (await this.read(before.id));
    await this.step(`${prefix}create`, 'make the new version', async () => {
      const there = versionWith(this.stored, label);
      if (there) return { earlier: true, message: `version ${there.id}` };
      const id = randomUUID();
      await this.store.put(this.name, { id, value: await propose(value), stages: [PENDING, label] });
      return { message: `version ${id}, beside the current one` };
    });
    const made = await this.required(label);
    // Once promoted it is no longer pending: another one that is current was set by somebody else, or by an abort.
    if (!made.stages.includes(CURRENT) && !made.stages.includes(PENDING)) throw this.overtaken(made.id);
    // The first version of a secret is the current one at once: it is tried all the same.
    if (made.stages.includes(PENDING))
      await this.promote(prefix, made.id, { before: before?.id, value, ends: retireFirst === true });
    else this.add(`${prefix}promote`, 'earlier', `version ${made.id} is the current one`);
    await this.move(prefix, made.id);
  }

  /** Moves all consumers to a version and keeps what was seen as the proof. */
  async move(prefix: string, version: string): Promise<void> {
    const id = `${prefix}move`;
    const value = (await this.read(version)) ?? '';
    const wanted = { secret: this.secret, stored: this.stored, version, value };
    await this.step(id, 'move the consumers', async () => {
      await rollConsumers(this.props.consumers, wanted, { ...this.props.roll, parent: `secrets/${id}` });
      // Seen once more, all at the same moment.
      const { cluster, environment } = this.props.roll;
      this.proof = await statesOf(cluster, environment, this.props.consumers, wanted);
      const behind = this.proof.find((consumer) => !hasMoved(consumer));
      if (behind) throw consumerNotReady(this.place, behind.service, behind.state);
      return { message: proofText(this.proof) };
    });
  }

  /** Invalidates the old credential, which nobody has any more. */
  async retire(): Promise<void> {
    await this.refresh();
    const old = versionWith(this.stored, OLD);
    const current = versionWith(this.stored, CURRENT);
    if (!old || !current || old.id === current.id) return;
    this.stopIfAsked('the old credential was to be retired');
    await this.step('retire', 'retire the old credential', async () => {
      const [before, now] = [await this.read(old.id), await this.read(current.id)];
      const message = before && now ? await this.issuer.retire(before, now) : 'its value is gone already';
      const last = versionWith(this.stored, RETIRED);
      if (last?.id !== old.id) await this.store.moveStage(this.name, { stage: RETIRED, to: old.id, from: last?.id });
      await this.store.moveStage(this.name, { stage: OLD, from: old.id });
      this.retiredVersion = old.id;
      return { message };
    });
  }

  /** Takes the labels of the rotation away; the last phase's last, so that a run that is killed here is known. */
  async finish(): Promise<RotationResult> {
    await this.refresh();
    await this.unlabel(Object.values(PHASES));
    return this.result('rotated', (await this.required(CURRENT)).id);
  }

  /** Takes labels away, in this order. */
  async unlabel(stages: readonly string[]): Promise<void> {
    const entry = { step: `secret:${this.secret}/labels`, intent: `rotating '${this.secret}': take its labels away` };
    await journaled(this.props.roll.session.journal, entry, async () => {
      for (const stage of stages) {
        const version = versionWith(this.stored, stage);
        if (version) await this.store.moveStage(this.name, { stage, from: version.id });
      }
    });
  }

  result(outcome: RotationResult['outcome'], version: string): RotationResult {
    const revoke = this.issuer.strategy === 'given' && outcome === 'rotated' && this.retiredVersion !== undefined;
    return {
      environment: this.place.environment,
      secret: this.secret,
      name: this.name,
      strategy: this.issuer.strategy,
      outcome,
      version,
      retired: this.retiredVersion,
      steps: this.steps,
      consumers: this.proof,
      actions: [],
      ...(revoke ? { hints: ['revoke the old value where it was issued: no consumer has it any more'] } : {}),
    };
  }

  /** Reads the labels again. */
  async refresh(): Promise<StoredSecret> {
    this.stored = (await this.store.describe(this.name)) ?? this.stored;
    return this.stored;
  }

  get name(): string {
    return this.props.stored.name;
  }

  get store(): SecretStore {
    return this.props.store;
  }

  /** Runs one step and keeps how it ended. */
  async step(
    id: string,
    title: string,
    work: () => Promise<{ readonly message: string; readonly earlier?: boolean }>,
  ): Promise<void> {
    const began = performance.now();
    const { journal, progress } = this.props.roll.session;
    // The journal refuses it when the lock is somebody else's by now.
    const entry = { step: `secret:${this.secret}/${id}`, intent: `rotating '${this.secret}': ${title}` };
    try {
      const start = { id: `secrets/${id}`, title };
      const { earlier, message } = await step(
        progress,
        start,
        () => journaled(journal, entry, work),
        (done) => ({ status: done.earlier ? 'unchanged' : 'done', message: done.message }),
      );
      this.add(id, earlier ? 'earlier' : 'done', message, performance.now() - began);
    } catch (error) {
      this.add(id, 'failed', error instanceof Error ? error.message : String(error), performance.now() - began);
      throw withSteps(error, this.steps);
    }
  }

  private async promote(
    prefix: string,
    made: string,
    { before, ends, value }: { readonly before?: string; readonly value?: string; readonly ends: boolean },
  ) {
    await this.step(`${prefix}test`, 'try the new version', async () => {
      const fresh = (await this.read(made)) ?? '';
      await this.issuer.issue(fresh, value);
      return { message: await this.issuer.test(fresh) };
    });
    this.stopIfAsked('the new version was to become the current one');
    await this.step(`${prefix}promote`, 'make it the current one', async () => {
      const replaces = before !== undefined && before !== made;
      // What comes after the old credential was retired replaces none that would have to be.
      if (replaces && !ends && !versionWith(this.stored, OLD))
        await this.store.moveStage(this.name, { stage: OLD, to: before });
      if (before !== made) await this.store.moveStage(this.name, { stage: CURRENT, to: made, from: before });
      const pending = versionWith(await this.refresh(), PENDING);
      if (pending?.id === made) await this.store.moveStage(this.name, { stage: PENDING, from: made });
      await this.refresh();
      return { message: replaces && !ends ? `version ${made}; ${before} stays valid` : `version ${made}` };
    });
  }

  private async required(label: string) {
    const found = versionWith(await this.refresh(), label);
    if (found) return found;
    throw new BacklotError({
      code: 'VersionGone',
      message: `the version of '${this.secret}' with the label ${label} is gone: somebody else changed the secret`,
      actions: [`backlot secrets list ${this.place.environment}`, resumeCommand(this.place)],
    });
  }

  private overtaken(version: string): BacklotError {
    return new BacklotError({
      code: 'RotationOvertaken',
      message: `version ${version} of this rotation is no longer the current one of '${this.secret}': somebody else made another one so, or an abort was cut off`,
      actions: [`${resumeCommand(this.place)} --abort`, `backlot secrets list ${this.place.environment}`],
    });
  }

  private stopIfAsked(where: string): void {
    const { interruption, stop } = this.props.roll.session;
    if (stop.aborted) throw stopped(this.place, interruption.reason, where);
  }

  private read(version: string): Promise<string | undefined> {
    return this.store.read(this.name, version);
  }

  private add(id: string, status: RotationStep['status'], message: string, durationMs = 0): void {
    this.steps.push({ id, status, message, durationMs: Math.round(durationMs) });
  }
}

const ORDER = Object.keys(PHASES) as (keyof typeof PHASES)[];

/** A later phase has begun, so this one is over. */
function laterThan(phase: keyof typeof PHASES, stored: StoredSecret): boolean {
  return ORDER.slice(ORDER.indexOf(phase) + 1).some((later) => versionWith(stored, PHASES[later]));
}

/** `api 3 of 3 pods, processor 2 of 2 pods`. */
function proofText(consumers: readonly SecretConsumer[]): string {
  if (consumers.length === 0) return 'nobody uses it';
  return consumers
    .map(({ pods, service, state }) =>
      pods && pods.desired > 0 ? `${service} ${pods.ready} of ${pods.desired} pods` : `${service}: ${state}`,
    )
    .join(', ');
}

function withSteps(error: unknown, steps: readonly RotationStep[]): unknown {
  if (!(error instanceof BacklotError) || error.details.steps) return error;
  const { actions, cause, code, details, exitCode, hints, message, source } = error;
  return new BacklotError({ code, message, source, actions, hints, exitCode, details: { ...details, steps }, cause });
}
