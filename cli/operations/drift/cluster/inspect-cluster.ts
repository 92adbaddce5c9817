import type { Session } from '../../driver/session.js';
import type { DriftOwner } from '../drift-result.js';

export async function inspectCluster(
  _session: Session,
  _options: { readonly context?: string },
): Promise<DriftOwner[]> {
  return [];
}
