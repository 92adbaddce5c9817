import { hostname, userInfo } from 'node:os';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { visibleText } from '../../modules/values/visible-text.js';

/** Who did it. */
export interface ReleaseActor {
  /** `user@host`, or what `BACKLOT_ACTOR` says. */
  readonly who: string;
  /** Who said so, where `BACKLOT_ACTOR` did: ARN of the credentials, in the sandbox `user@host`. @default `who` wasn't given */
  readonly givenBy?: string;
  /** ARN of the credentials. @default nobody's: the sandbox */
  readonly identity?: string;
}

/** Characters of a name. */
const LONGEST = 200;

let knownIdentity: string | undefined;

/** Says whose credentials this process works with: an ARN, as AWS tells it. */
export function identifiedAs(arn: string | undefined): void {
  knownIdentity = arn;
}

/** `ann@laptop`: the user of this machine who runs this process. */
export function login(): string {
  return `${userInfo().username}@${hostname()}`;
}

/**
 * Who is said to run this command, in locks, journals, releases, backups and events: the user of the machine; where a pipeline acts for
 * somebody, whom `BACKLOT_ACTOR` names, with who says so: `github/ann (given by arn:aws:sts::…:assumed-role/deploy/ci)`. Anybody can
 * set a variable, so its value never stands alone.
 *
 * @throws BacklotError what {@link givenActor} throws.
 */
export function actor(env: NodeJS.ProcessEnv = process.env): string {
  return actorText(thisActor(undefined, env));
}

/** The same as a record, with the credentials of the cloud that it has. */
export function thisActor(identity?: string, env: NodeJS.ProcessEnv = process.env): ReleaseActor {
  const given = givenActor(env);
  const by = given === undefined ? {} : { givenBy: identity ?? knownIdentity ?? login() };
  return { who: given ?? login(), ...by, ...(identity ? { identity } : {}) };
}

/** One text of it, without the credentials that it has. Records of earlier versions name no giver. */
export function actorText({ givenBy, who }: Pick<ReleaseActor, 'who' | 'givenBy'>): string {
  return givenBy === undefined ? who : `${who} (given by ${givenBy})`;
}

/**
 * What `BACKLOT_ACTOR` says; undefined when it isn't set, or empty.
 *
 * @throws BacklotError `InvalidActor` for a name that is too long, or could be taken for something else where it is shown.
 */
export function givenActor(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env.BACKLOT_ACTOR?.trim();
  if (!given) return undefined;
  const shown = visibleText(given);
  const wrong =
    shown !== given || /[\n\t]/.test(given)
      ? 'holds characters that nobody sees, or a line break'
      : given.length > LONGEST
        ? `has ${given.length} characters; ${LONGEST} are the most`
        : /[()]|\bgiven\s+by\b/i.test(given.normalize('NFKC'))
          ? 'holds parentheses, or "given by", which tell who gave the name'
          : undefined;
  if (!wrong) return given;
  const text = JSON.stringify(shown.length > 60 ? `${shown.slice(0, 60)}…` : shown);
  throw new BacklotError({
    code: 'InvalidActor',
    message: `BACKLOT_ACTOR ${wrong}: ${text}`,
    exitCode: 3,
    hints: ['name one person or job on one line, such as github/ann'],
    actions: ['unset BACKLOT_ACTOR'],
  });
}
