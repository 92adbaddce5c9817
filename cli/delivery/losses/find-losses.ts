import { fullName } from '../../../environments/model/index.js';
import { heldData } from '../../../resources/index.js';
import { settleAll } from '../../kernel/settle-all.js';
import type { Session } from '../../session/open/session.js';
import type { NotChecked } from '../additions/addition.js';
import { grouped, rememberingAnswers } from '../additions/find-additions.js';
import { SdkReadings } from '../additions/readings.js';
import { newestProof } from '../releases/newest-proof.js';
import { deletionGuard } from './deletion-guard.js';
import { causesOf, fileEdits } from './find-causes.js';
import { lastApplied } from './last-applied.js';
import { wordLookError } from './look-error.js';
import type { DeletionGuard, Loss, LossAction, LossProof } from './loss.js';
import { lossName } from './loss-name.js';
import { physicalName } from './physical-name.js';
import type { Going } from './role-guard.js';
import { type Holding, type LookContext, STORES, type StoreKind } from './stores/index.js';
import { findSuspects, type PlanToJudge, type Suspect, type Suspects } from './suspects.js';
import { wayBackOf } from './way-back-of.js';

/** What plans would lose, and what would stop them half way, by stack. */
export interface JudgedPlans {
  readonly losses: readonly Loss[];
  readonly guards: readonly DeletionGuard[];
  /** What nobody could ask about what would stop them. @default everything was answered */
  readonly unasked?: readonly NotChecked[];
}

/** How plans are judged. */
export interface JudgeOptions {
  /** Whether everything goes because that was asked for, and no edit is the cause. @default false */
  readonly removal?: boolean;
}

/**
 * Looks into everything that holds data, or that data depends on, among all that the plans delete, replace, cut short, or
 * make anew although the old one can be taken back. Asks the cloud only when there is such a thing.
 */
export async function judgePlans(
  session: Session,
  plans: readonly PlanToJudge[],
  { removal = false }: JudgeOptions = {},
): Promise<JudgedPlans> {
  const found = await findSuspects(session, plans);
  if (!found) return { losses: [], guards: [] };
  const { suspects, removals, context } = found;
  const losses = await Promise.all(suspects.map((suspect) => lossOf(suspect, context(suspect))));
  const going = removals.map(({ change: { type }, attributes }) => ({ type, attributes }));
  const unasked: NotChecked[] = [];
  const guards = await guardsOf(session, found, going, (each) => unasked.push(each));
  const own = losses.filter((loss) => loss !== undefined);
  const all = [...own, ...keysOfLastCopies(suspects, own, context)];
  return {
    losses: await explained(session, distinctNames(besides(all, plans)), removal ? [] : suspects),
    guards: guards.filter((guard) => guard !== undefined),
    ...(unasked.length > 0 && { unasked: grouped(unasked) }),
  };
}

/** What would stop the removals half way: settings, and what others made in or attached to them. */
async function guardsOf(
  { cloud }: Session,
  { removals, ours }: Suspects,
  going: readonly Going[],
  unasked: (question: NotChecked) => void,
): Promise<(DeletionGuard | undefined)[]> {
  if (removals.length === 0) return [];
  const readings = rememberingAnswers(new SdkReadings(cloud));
  const keepers = { ours, readings, accountId: cloud.accountId, endpoint: cloud.endpoint, unasked };
  try {
    return await settleAll(
      removals.map(({ stack, change, attributes }) => deletionGuard(cloud, stack, change, attributes, going, keepers)),
    );
  } finally {
    readings.close();
  }
}

/** A key that goes with a store takes the last copy of it along: after its waiting time nobody can read that. */
function keysOfLastCopies(
  suspects: readonly Suspect[],
  losses: readonly Loss[],
  context: (suspect: Suspect) => LookContext,
): Loss[] {
  const keys = suspects.filter(
    ({ type, action, stack, change }) =>
      type === 'aws_kms_key' &&
      (action === 'delete' || action === 'replace') &&
      !losses.some((loss) => loss.stack === stack && loss.address === change.address),
  );
  return keys.flatMap((key): Loss[] => {
    const arn = String(key.attributes.arn);
    const copied = losses.filter(({ lastCopy, stack, address }) => {
      const store = suspects.find((each) => each.stack === stack && each.change.address === address);
      return lastCopy !== undefined && JSON.stringify(store?.attributes ?? {}).includes(arn);
    });
    if (copied.length === 0) return [];
    return [
      {
        name: context(key).name,
        stack: key.stack,
        address: key.change.address,
        type: 'aws_kms_key',
        physical: physicalName(key.attributes, key.change.address),
        action: key.action === 'replace' ? 'replace' : 'delete',
        holds: `the only way to read the last copy of ${copied.map(({ name }) => name).join(', ')}`,
        lost: heldData('aws_kms_key').lost,
        ...undoneOf(STORES.aws_kms_key, context(key)),
      },
    ];
  });
}

async function lossOf(
  { stack, change, type, attributes, action, part }: Suspect,
  context: LookContext,
): Promise<Loss | undefined> {
  if (action === 'enable') return undefined;
  const kind = STORES[type];
  const { cloud, name } = context;
  const wayBack = await wayBackOf(kind, context);
  if (action === 'recreate' && !wayBack) return undefined;
  const holds =
    action === 'recreate' ? await kind.look(context).catch(() => undefined) : await look(kind.look, context);
  if (!holds && action !== 'recreate') return undefined;
  const copies = REMOVES.has(action) && (kind.lastCopy?.applies?.(cloud, attributes) ?? true);
  return {
    name,
    stack,
    address: change.address,
    type,
    physical: physicalName(attributes, change.address),
    action,
    holds: holds?.words ?? '',
    ...(holds?.amounts ? { amounts: holds.amounts } : {}),
    lost: part ?? heldData(type).lost,
    ...(kind.lastCopy && copies ? { lastCopy: kind.lastCopy.method } : {}),
    ...(REMOVES.has(action) && kind.empty?.applies(attributes) ? { emptied: true } : {}),
    ...(wayBack ? { wayBack } : {}),
    ...(REMOVES.has(action) ? undoneOf(kind, context) : {}),
  };
}

function undoneOf({ undone }: StoreKind, { attributes, environment }: LookContext): Pick<Loss, 'undone'> {
  return undone && Object.keys(attributes).length > 0 ? { undone: undone(attributes, environment) } : {};
}

const REMOVES: ReadonlySet<LossAction> = new Set(['delete', 'replace']);

/** What a store holds; what can't be looked into is taken to hold something, and said. */
async function look(
  into: (context: LookContext) => Promise<Holding | undefined>,
  context: LookContext,
): Promise<Holding | undefined> {
  if (Object.keys(context.attributes).length === 0)
    return { words: 'what nobody could look into (no state tells what it is)' };
  try {
    return await into(context);
  } catch (error) {
    return wordLookError(error as Error);
  }
}

/** With what the same stack makes of its kind: a thing that is only called otherwise goes and comes. */
function besides(losses: readonly Loss[], plans: readonly PlanToJudge[]): Loss[] {
  return losses.map((loss) => {
    if (loss.action !== 'delete') return loss;
    const made = plans
      .filter(({ plan }) => plan.id === loss.stack)
      .flatMap(({ plan }) => plan.changes)
      .filter(({ action, type }) => action === 'create' && type === loss.type)
      .map(({ address }) => lossName(loss.type, address));
    return made.length > 0 ? { ...loss, besides: made } : loss;
  });
}

/** Two things that would be called the same go by their addresses. */
function distinctNames(losses: readonly Loss[]): Loss[] {
  const count = (name: string) => losses.filter((each) => each.name === name).length;
  return losses.map((loss) => (count(loss.name) > 1 ? { ...loss, name: `${loss.stack}/${loss.address}` } : loss));
}

/** With the lines that force them, and what is proven to be restorable. */
async function explained(session: Session, losses: readonly Loss[], suspects: readonly Suspect[]): Promise<Loss[]> {
  if (losses.length === 0) return [];
  const applied = await lastApplied(session);
  const edits = applied ? fileEdits(applied, session.environment, session.origins) : [];
  const proof = await provenUpTo(session);
  const unread = proof && 'unread' in proof ? { proofsUnread: proof.unread } : {};
  return losses.map((loss) => {
    const change = suspects.find(({ stack, change: { address } }) => stack === loss.stack && address === loss.address);
    const causes = change ? causesOf(loss.name, change.change, edits) : [];
    return {
      ...loss,
      ...(causes.length > 0 ? { causes } : {}),
      ...unread,
      ...(proof && !('unread' in proof) ? { proof: coverage(proof, loss, fullName(session.environment)) } : {}),
    };
  });
}

type CalledLoss = Pick<Loss, 'name' | 'physical'>;

type Proof = Omit<LossProof, 'covers'> & { readonly stores: readonly string[] };

/** @returns why it could not be read, where that is so: that nothing was proven is another thing */
export async function provenUpTo({
  cloud,
  environment,
}: Pick<Session, 'cloud' | 'environment'>): Promise<Proof | { readonly unread: string } | undefined> {
  const found = await newestProof(environment, cloud).catch((error: Error) => ({ unread: error.message }));
  if (found && 'unread' in found) return found;
  if (found?.proof.outcome !== 'proven') return undefined;
  const { set, at, rpoSeconds = 0, assertions = [] } = found.proof;
  const upTo = new Date(Date.parse(at) - rpoSeconds * 1_000).toISOString();
  return { set, upTo, stores: assertions.map(({ store }) => store) };
}

/** Whether a proof is of a thing: a store goes by what AWS calls it without the names of platform and environment. */
export function coverage({ stores, ...proof }: Proof, { name, physical }: CalledLoss, prefix: string): LossProof {
  const short = name.split('.').slice(1).join('.');
  const covers = stores.some((store) => [short, name, physical].includes(store) || physical === `${prefix}-${store}`);
  return { ...proof, covers, looked: [...new Set(stores)] };
}
