import { hostname, userInfo } from 'node:os';

/** Who did it. */
export interface ReleaseActor {
  /** `user@host` */
  readonly who: string;
  /** ARN of the credentials. @default nobody's: the sandbox */
  readonly identity?: string;
}

/** Who runs this command: the user of the machine, and whose credentials of the cloud it has. */
export function thisActor(identity?: string): ReleaseActor {
  return { who: `${userInfo().username}@${hostname()}`, ...(identity ? { identity } : {}) };
}

/** `ann@laptop`: who runs this process; `BACKLOT_ACTOR` says it in CI. */
export function actor(env: NodeJS.ProcessEnv = process.env): string {
  return env.BACKLOT_ACTOR || `${userInfo().username}@${hostname()}`;
}
