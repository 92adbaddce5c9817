import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import { withSession } from '../../session/open/with-session.js';
import { Ledger } from './ledger.js';

/** Runs `work` on the ledger of an environment; starts nothing. */
export function withLedger<T>(
  environment: Environment,
  options: OperationOptions,
  work: (ledger: Ledger, cloud: Cloud) => Promise<T>,
): Promise<T> {
  return withSession(environment, { ...options, needs: ['cloud'] }, ({ cloud }) =>
    work(openLedger(environment, cloud), cloud),
  );
}

/** The ledger of an environment in a cloud that is open. */
export function openLedger(environment: Environment, cloud: Pick<Cloud, 'objects'>): Ledger {
  return new Ledger(cloud.objects, stateBucket(environment), environment.id);
}
