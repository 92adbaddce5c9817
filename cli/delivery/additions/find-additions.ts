import pLimit from 'p-limit';
import type { ShellLine } from '../../../modules/values/shell-quoted.js';
import { type Found, type Look, looksOf, type World } from '../../../resources/attachments.js';
import { resourceType } from '../../../resources/index.js';
import type { OwnResources, Thing } from '../../../resources/own-resources.js';
import { settleAll } from '../../kernel/settle-all.js';
import { awsCommand } from '../../session/cloud/aws-command.js';
import type { Session } from '../../session/open/session.js';
import { type Addition, bySeverity, type NotChecked } from './addition.js';
import { readOwnResources } from './own-resources.js';
import { actionOf } from './read-actions.js';
import { type Readings, SdkReadings, Unanswered } from './readings.js';

/** What is attached beside what the stacks made, and what nobody could tell. */
export interface FoundAdditions {
  /** The severe first. */
  readonly additions: readonly Addition[];
  readonly notChecked: readonly NotChecked[];
}

/** Whose resources are asked about, and with what. */
export interface AdditionsOptions {
  /** Resources of these stacks only; all others still count as ours. @default all */
  readonly stacks?: readonly string[];
  /** @default the SDK, with the session's cloud */
  readonly readings?: Readings;
}

/** Reads are throttled by AWS, and there are hundreds. */
const AT_ONCE = 8;

/**
 * Asks for everything that can be attached to what the stacks made, and names what no state holds. A plan sees none of it:
 * an attachment is a resource of its own. What could not be asked is told too.
 */
export async function findAdditions(session: Session, options: AdditionsOptions = {}): Promise<FoundAdditions> {
  const { cloud, stacks } = session;
  const states = await settleAll(
    stacks.map(async ({ id, state }) => ({ stack: id, body: (await cloud.objects.read(state))?.body ?? '' })),
  );
  const ours = readOwnResources(states, cloud.region);
  const readings = options.readings ?? new SdkReadings(cloud);
  try {
    return await additionsTo(ours, {
      readings,
      accountId: cloud.accountId,
      endpoint: cloud.endpoint,
      stop: session.stop,
      stacks: options.stacks,
    });
  } finally {
    readings.close();
  }
}

/** What is asked of where. */
export interface AskedOf {
  readonly readings: Readings;
  readonly accountId: string;
  /** Of the emulator. @default the real AWS */
  readonly endpoint?: string;
  readonly stop?: AbortSignal;
  readonly stacks?: readonly string[];
}

/** The additions to resources that are known. */
export async function additionsTo(ours: OwnResources, of: AskedOf): Promise<FoundAdditions> {
  const limit = pLimit(AT_ONCE);
  const readings = rememberingAnswers(of.readings);
  const things = ours.all.filter(({ stack }) => !of.stacks?.length || of.stacks.includes(stack));
  const looks = things.flatMap((thing) => looksOf(resourceType(thing.type)?.beside).map((look) => ({ thing, look })));
  const outcomes = await settleAll(
    looks.map(({ thing, look }) =>
      limit(async () => {
        if (of.stop?.aborted) return [];
        return lookAt(thing, look, ours, { ...of, readings });
      }),
    ),
  );
  const { additions: all, notChecked } = partsOf(outcomes.flat());
  // One policy may be about many things: it is one addition, and goes by one command.
  const unique = new Map(all.map((each) => [`${each.what} ${each.remove}`, each]));
  return { additions: [...unique.values()].sort(bySeverity), notChecked: grouped(notChecked) };
}

function partsOf(all: readonly (Addition | NotChecked)[]): FoundAdditions {
  return {
    additions: all.filter((each): each is Addition => 'severity' in each),
    notChecked: all.filter((each): each is NotChecked => 'reason' in each),
  };
}

/** What keeps AWS from deleting a resource, and no state holds; and what could not be asked. */
export async function keepersOf(thing: Thing, ours: OwnResources, of: AskedOf): Promise<FoundAdditions> {
  const looks = looksOf(resourceType(thing.type)?.beside).filter(({ keeps }) => keeps?.(thing.values) ?? false);
  const outcomes = await settleAll(looks.map((look) => lookAt(thing, look, ours, of)));
  return partsOf(outcomes.flat());
}

/** Several looks ask the same. */
export function rememberingAnswers(readings: Readings): Readings {
  const known = new Map<string, ReturnType<Readings['ask']>>();
  return {
    ask: (operation, input, region) => {
      const key = JSON.stringify([operation, region, input]);
      const answer = known.get(key) ?? readings.ask(operation, input, region);
      known.set(key, answer);
      return answer;
    },
    close: () => readings.close(),
  };
}

async function lookAt(
  thing: Thing,
  look: Look,
  ours: OwnResources,
  { readings, accountId, endpoint }: AskedOf,
): Promise<(Addition | NotChecked)[]> {
  const world: World = {
    ours,
    accountId,
    ask: (operation, input) => {
      if (!look.asks.includes(operation))
        throw new Error(`the look for ${look.what} doesn't say that it asks ${operation}`);
      return readings.ask(operation, input, thing.region);
    },
  };
  try {
    const found = await look.find(thing, world);
    return found.map((each) => additionOf(thing, each, endpoint));
  } catch (error) {
    // An answer that a look can't read is no answer either; nothing else of the drift is to be lost for it.
    const needs = error instanceof Unanswered && error.denied ? [actionOf(error.operation)] : [];
    return [{ what: look.what, count: 1, on: thing.address, reason: (error as Error).message, needs }];
  }
}

function additionOf(thing: Thing, { remove, ...found }: Found, endpoint: string | undefined): Addition {
  const { name, identifier, bucket, id } = thing.values;
  const onName = [bucket, identifier, name, id].find((each): each is string => typeof each === 'string' && each !== '');
  return {
    owner: thing.stack,
    on: thing.address,
    ...(onName ? { onName } : {}),
    ...found,
    // Whoever attached the thing chose the names in it.
    remove: awsCommand({ endpoint, region: thing.region }, remove.replace(/^aws /, '') as ShellLine),
  };
}

/** One line for each question and answer, however many resources it was about. */
export function grouped(all: readonly NotChecked[]): NotChecked[] {
  const groups = Map.groupBy(all, ({ what, reason }) => `${what} ${withoutNames(reason)}`);
  return [...groups.values()].flatMap(([first, ...rest]) => (first ? [{ ...first, count: rest.length + 1 }] : []));
}

/** The same refusal names another resource each time. */
function withoutNames(reason: string): string {
  return reason.replace(/^(\S+ \S+).*/, '$1');
}
