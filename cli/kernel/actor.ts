import { hostname, userInfo } from 'node:os';
import type { ReleaseActor } from '../delivery/releases/release-record.js';

/** Who runs this command: the user of the machine, and whose credentials of the cloud it has. */
export function thisActor(identity?: string): ReleaseActor {
  return { who: `${userInfo().username}@${hostname()}`, ...(identity ? { identity } : {}) };
}
