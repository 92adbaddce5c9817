import type { ImagesResult } from '../../delivery/images/index.js';
import type { Found, PatchContext } from './patch-context.js';
import { daysBetween } from './patch-state.js';

/** Age from which an image is said to be behind: what it is built on has had fixes since. */
const OLD_DAYS = 30;

/** Images that serve: how old they are, and what their scan has found. */
export async function findImages(
  { environment, on }: PatchContext,
  list: () => Promise<ImagesResult>,
): Promise<Found[]> {
  if (!environment.registry) return [];
  const { images } = await list();
  return images
    .filter(({ runs }) => runs.length > 0)
    .map(({ digest, pushedAt, scan, service, tags }): Found => {
      const days = pushedAt === undefined ? undefined : daysBetween(pushedAt.slice(0, 10), on);
      const { CRITICAL = 0, HIGH = 0 } = scan?.findings ?? {};
      const findings = CRITICAL + HIGH > 0 ? `${CRITICAL} critical and ${HIGH} high findings` : undefined;
      const age = days === undefined ? 'of unknown age' : `${days} days old`;
      const behind = findings !== undefined || (days ?? 0) > OLD_DAYS;
      return {
        kind: 'image',
        name: `services.${service}`,
        current: `${tags[0] ?? digest.slice(0, 19)}, ${age}`,
        state: behind ? 'behind' : 'current',
        ...(findings ? { note: findings } : {}),
        applies: `a build, a push and a deploy of ${service}`,
        restarts: 'its pods, as a canary',
      };
    });
}
