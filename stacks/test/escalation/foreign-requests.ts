import type { Environment } from '../../../environments/model/index.js';
import { identityRequests } from './identity-requests.js';
import { madeFromRequests } from './made-from-requests.js';
import { placeRequests } from './place-requests.js';
import type { ForeignRequest } from './request-place.js';
import { thingRequests } from './thing-requests.js';

/** Every request that nobody of an environment may make. */
export function foreignRequests(environment: Environment): ForeignRequest[] {
  return [identityRequests, madeFromRequests, placeRequests, thingRequests].flatMap((requests) =>
    requests(environment),
  );
}
