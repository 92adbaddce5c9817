import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { type Progress, silent } from '../../kernel/progress.js';
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

/** Of a cloud, what a ledger is read from. */
export type LedgerCloud = Pick<Cloud, 'objects' | 'signing'>;

/** The ledger of an environment in a cloud that is open. */
export function openLedger(environment: Environment, cloud: LedgerCloud, progress: Progress = silent): Ledger {
  const { objects, signing } = cloud;
  const tell = (message: string) => progress.emit({ type: 'note', level: 'warning', message });
  return new Ledger({ objects, signing, bucket: stateBucket(environment), environment: environment.id, tell });
}
