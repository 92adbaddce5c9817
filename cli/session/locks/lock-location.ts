import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { StateKey } from '../../adapters/aws/index.js';

/** Where the lock of an environment is. */
export function lockLocation(environment: Environment): StateKey {
  return { bucket: stateBucket(environment), key: `${environment.id}/environment.lock.json` };
}
