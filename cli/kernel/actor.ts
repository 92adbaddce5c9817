import { hostname, userInfo } from 'node:os';

/** Who did it. */
export interface ReleaseActor {
  /** `user@host`, or what `BACKLOT_ACTOR` says. */
  readonly who: string;
  /** ARN of the credentials. @default nobody's: the sandbox */
  readonly identity?: string;
}

/** `ann@laptop`: the user of this machine who runs this process. */
export function login(): string {
  return `${userInfo().username}@${hostname()}`;
}

/**
 * Who is said to run this command, in locks, journals, releases, backups and events: `BACKLOT_ACTOR`, where a pipeline acts
 * for somebody, else the user of the machine. One line of at most 200 characters, whatever the variable holds.
 */
export function actor(env: NodeJS.ProcessEnv = process.env): string {
  const given = env.BACKLOT_ACTOR?.replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
  return given || login();
}

/** The same, with the credentials of the cloud that it has. */
export function thisActor(identity?: string): ReleaseActor {
  return { who: actor(), ...(identity ? { identity } : {}) };
}
