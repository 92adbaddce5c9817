import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { isDataBearing, resourceType } from '../../../resources/index.js';
import { commandLine } from '../../kernel/command-line.js';
import type { Session } from '../../session/open/session.js';
import { lossName } from '../losses/loss-name.js';
import { nameToday } from '../losses/name-today.js';

/** Something that exists under a name that a plan wants, and is left as it is. */
export interface LeftOutside {
  readonly address: string;
  readonly type: string;
  /** Import id of its type. */
  readonly id: string;
  /** Why it isn't taken in, in words. */
  readonly reason: string;
  /** A run of ours that ended early was about to make one like it. */
  readonly candidate: boolean;
}

/** Whether ours can't be made while it is there. */
export function isInTheWay({ type }: LeftOutside): boolean {
  return !resourceType(type)?.repeatable;
}

/** `'uploads' (aws_s3_bucket.uploads) exists already and isn't ours: it carries no tags` */
export function describeLeft({ address, id, reason, candidate }: LeftOutside): string {
  const whose = candidate
    ? 'exists already; a run of ours that ended early may have made it, but it is not known to be ours'
    : "exists already and isn't known to be ours";
  return `'${id}' (${address}) ${whose}: ${reason}`;
}

/** The command that takes things in, with the arguments of the user's own. */
export function adoptCommand({ id }: Environment, left: readonly LeftOutside[]): string {
  const own = commandLine(`backlot deploy ${id}`);
  // A saved plan can't take anything in that it doesn't have; other commands don't plan for somebody to review.
  const command = /^\S+ (deploy|plan)( |$)/.test(own) && !/ --plan[ =]/.test(own) ? own : `backlot deploy ${id}`;
  return [command, ...left.map((each) => `--adopt ${each.id}`)].join(' ');
}

/** Where a thing is declared: `media.buckets.archive, environments/local.yaml:41`. @default its address: no section declares it */
function declaredAs({ address, type }: LeftOutside, environment: Environment, origins: Session['origins']): string {
  if (!isDataBearing(type)) return address;
  const name = nameToday(environment, lossName(type, address));
  const path = OUTER.map((outer) => `${outer}${name}`).find((each) => valueAt(environment, each) !== undefined);
  if (path === undefined) return address;
  const at = origins?.get(path) ?? [...(origins ?? [])].find(([key]) => key.startsWith(`${path}.`))?.[1];
  return at?.kind === 'file' ? `${path}, ${at.file}:${at.line}` : path;
}

/** Sections that others are in. */
const OUTER = ['media.', 'data.', ''];

function valueAt(environment: Environment, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part], environment);
}

/** The error of a stack that can't be made because names of it are taken. */
export function nameTaken(
  { environment, origins }: Pick<Session, 'environment' | 'origins'>,
  stack: string,
  taken: readonly LeftOutside[],
): BacklotError {
  const they = taken.length === 1 ? 'It is left as it is' : 'They are left as they are';
  return new BacklotError({
    code: 'NameTaken',
    message: `stack '${stack}': ${taken.map(describeLeft).join('; ')}. ${they}, and nothing of the stack is changed`,
    hints: [
      `give ours another name in the environment file (${taken.map((each) => declaredAs(each, environment, origins)).join(', ')}), or take it in, which asks first: from then on Backlot changes and removes it`,
    ],
    actions: [adoptCommand(environment, taken)],
    details: { stack, taken: taken.map(({ address, id, reason }) => ({ address, id, reason })) },
  });
}
