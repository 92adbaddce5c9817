import type { Environment } from '../environments/model/index.js';
import type { ObjectRetention } from '../modules/object-retention.js';
import { writtenOnce } from './state-location.js';

export type { ObjectRetention };

/** How long objects of the ledger are kept from being deleted; undefined where the environment does not ask for it. */
export function ledgerRetention(environment: Environment): ObjectRetention | undefined {
  const asked = environment.foundation?.state?.objectLock;
  if (!asked) return undefined;
  const mode = asked.mode === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE';
  return { mode, days: asked.days, folders: writtenOnce(environment) };
}
