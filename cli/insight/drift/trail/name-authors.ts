import type { DriftedResource, DriftOwner } from '../drift-result.js';
import { hasKind } from '../seal-owner.js';
import type { Trail } from './trail.js';

/** As many resources are asked about: the trail answers two requests a second. */
const ASKED = 40;

/** Adds to what was changed outside who did it, or why nobody can tell. What the cluster told already stays. */
export async function nameAuthors(owners: readonly DriftOwner[], trail: Trail): Promise<DriftOwner[]> {
  let asked = 0;
  const named: DriftOwner[] = [];
  for (const owner of owners) {
    const resources: DriftedResource[] = [];
    for (const resource of owner.resources) {
      const wanted = hasKind(resource, 'outside') && !resource.authors && !resource.trail;
      if (!wanted) resources.push(resource);
      else if (!resource.physicalId) resources.push({ ...resource, trail: 'no trail: its name is not known' });
      else if (asked >= ASKED) resources.push({ ...resource, trail: `not asked: the first ${ASKED} resources were` });
      else {
        asked += 1;
        const names = namesOf(resource.physicalId);
        const answer = await trail.authors({ names, type: resource.type, since: owner.appliedAt });
        const said = 'none' in answer ? { trail: `no trail: ${answer.none}` } : { authors: answer.authors };
        resources.push({ ...resource, ...said });
      }
    }
    named.push({ ...owner, resources });
  }
  return named;
}

/** An ARN, and the name at its end; an id as it is. */
function namesOf(id: string): string[] {
  const end = id.startsWith('arn:') ? id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1) : undefined;
  return end && end !== id ? [end, id] : [id];
}
