import type { Session } from '../../driver/session.js';
import type { DriftedResource, RevertResult } from '../drift-result.js';

export async function revertObjects(
  _session: Session,
  _objects: readonly DriftedResource[],
  _options: { readonly context?: string },
): Promise<RevertResult['reverted'][number][]> {
  return [];
}
