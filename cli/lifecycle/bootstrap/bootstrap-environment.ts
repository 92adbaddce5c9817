import type { Environment } from '../../../environments/model/index.js';
import { applyStack } from '../../delivery/deploy/apply-stack.js';
import { createsNamed } from '../../delivery/deploy/creates-named.js';
import { closedGate } from '../../delivery/losses/index.js';
import { type MadePlan, makePlan } from '../../delivery/plan/plan-environment.js';
import type { StackPlan } from '../../delivery/plan/plan-result.js';
import { planFile } from '../../delivery/plan/saved-plan.js';
import type { StackDeployment } from '../../delivery/releases/applied-stack.js';
import { interrupted } from '../../kernel/reported-error.js';
import { settleKilledRuns } from '../../session/driver/killed-run.js';
import { adoptFoundation } from '../../session/foundation/adopt-foundation.js';
import { declaredFoundation } from '../../session/foundation/declared-foundation.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { storedAttributes } from '../../session/outputs/stored-attributes.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { BootstrapOptions } from './bootstrap-options.js';
import type { BootstrapPreview, BootstrapResult, BootstrapThing, ThingWish } from './bootstrap-result.js';
import { declined } from './declined.js';
import { pipelineRole } from './deploy-role.js';
import { explainDenied } from './explain-denied.js';
import { makeFirstBucket } from './first-bucket.js';
import { checkGithubEnvironment } from './github-environment.js';
import { sharedThings } from './shared-things.js';
import { objectLockThings, thingsOf, wishesForBucket, wishesForStack } from './things.js';

/**
 * Makes what every other command needs before the first deploy: the state bucket with its key, and the foundation stack,
 * which takes both over. Run again it changes nothing, repairs what was changed from outside, and goes on where it was cut off.
 *
 * @throws BacklotError `Declined`, `NamesOverlap`, `GithubEnvironmentOpen`, `BootstrapDenied`, `StateBucketTaken`, `StateBucketForbidden`, `EnvironmentLocked`,
 *   `Interrupted` (before anything was changed), and what opening the cloud and synthesis throw.
 */
export async function bootstrapEnvironment(
  environment: Environment,
  options: BootstrapOptions,
): Promise<BootstrapResult> {
  const began = performance.now();
  const github = await checkGithubEnvironment(environment, options.env ?? process.env);
  const first = await makeFirstBucket(environment, options);
  return withSession(
    environment,
    { ...options, needs: ['terraform'], stacks: ['foundation'], changes: 'bootstrap' },
    async (session) => {
      const [stack] = session.selected;
      if (!stack) throw new Error('every environment has a foundation');
      await settleKilledRuns(session);
      const parts = first ?? (await session.cloud.stateBucket.inspect());
      const bucket = (await declaredFoundation(stack.folder, stack.state.bucket))?.bucket ?? new Map<string, string>();
      const broken = !first && parts.some(({ condition }) => condition !== 'exists');
      let made = await makePlan(session, { refresh: true, began });
      const preview = (): BootstrapPreview => ({
        ...identity(environment),
        things: [...(broken ? changes(wishesForBucket(parts, stack.state.bucket)) : []), ...stackWishes(made, bucket)],
        deletes: deletesOf(made),
      });
      const ask = async () => {
        if (!(await options.approve(preview()))) throw declined(environment.id);
      };
      if (!first ? broken || planOf(made).status === 'changed' : deletesOf(made).length > 0) await ask();
      if (session.interruption.requested) throw interrupted(`backlot bootstrap ${environment.id}`);
      if (broken) {
        const approved = deletesOf(made).join();
        await session.cloud.stateBucket.ensure().catch(explainDenied(environment));
        await adoptFoundation(session.cloud, environment, session.stacks);
        made = await makePlan(session, { refresh: true, began });
        if (deletesOf(made).join() !== approved) await ask();
      }
      const applied = await apply(session, stack, made);
      const stored = await storedAttributes(session.cloud, stack.state);
      const things = thingsOf({ stored, plan: planOf(made), parts, bucket });
      const { stateBucket } = session.cloud;
      const found = (await stateBucket.hasObjectLock?.()) ?? false;
      const lock = objectLockThings(parts, { bucket: stateBucket.name, found });
      const shared = await sharedThings(session.cloud, environment);
      return summarize(environment, { things: [...things, ...lock, ...shared, ...github], applied, began });
    },
  );
}

async function apply(session: Session, stack: SessionStack, made: MadePlan): Promise<Outcome> {
  const plan = planOf(made);
  if (plan.status === 'failed') return { status: 'failed', error: plan.error };
  if (plan.status !== 'changed') return { status: 'unchanged' };
  const { progress } = session;
  progress.emit({ type: 'step-started', id: 'apply', title: `Bootstrap ${session.environment.id}` });
  const began = performance.now();
  const applied = await applyStack(session, stack, {
    file: planFile(made.folder, stack.id),
    plan,
    gate: closedGate(session, `backlot bootstrap ${session.environment.id}`),
    purpose: 'apply',
    creates: createsNamed(plan),
  });
  const status = applied.status === 'applied' ? 'done' : applied.status === 'interrupted' ? 'interrupted' : 'failed';
  progress.emit({ type: 'step-finished', id: 'apply', status, durationMs: performance.now() - began });
  return applied;
}

type Outcome = Pick<StackDeployment, 'status' | 'error'>;

function summarize(
  environment: Environment,
  { things, applied, began }: { things: readonly BootstrapThing[]; applied: Outcome; began: number },
): BootstrapResult {
  const { status, error } = applied;
  return {
    ...identity(environment),
    outcome: status === 'failed' ? 'failed' : status === 'interrupted' ? 'interrupted' : 'complete',
    changed: things.some(({ status }) => status === 'created' || status === 'changed' || status === 'adopted'),
    things,
    ...(environment.foundation.github ? { deployRole: pipelineRole(environment, 'deploy') } : {}),
    ...(error ? { error } : {}),
    durationMs: Math.round(performance.now() - began),
  };
}

function identity({ id, aws }: Environment) {
  return { environment: id, account: aws.accountId, region: aws.region };
}

function planOf({ saved }: MadePlan): StackPlan {
  const [plan] = saved.result.stacks;
  if (!plan) throw new Error('the foundation was not planned');
  return plan;
}

function stackWishes(made: MadePlan, bucket: ReadonlyMap<string, string>): BootstrapThing<ThingWish>[] {
  return wishesForStack(planOf(made), bucket);
}

function changes(things: readonly BootstrapThing<ThingWish>[]): BootstrapThing<ThingWish>[] {
  return things.filter(({ status }) => status !== 'keep');
}

function deletesOf(made: MadePlan): string[] {
  const going = planOf(made).changes.filter(({ action }) => action === 'delete' || action === 'replace');
  return going.map(({ address }) => address);
}
