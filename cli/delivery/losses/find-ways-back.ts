import type { Session } from '../../session/open/session.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';
import type { WayBack } from './loss.js';
import { physicalName } from './physical-name.js';
import { STORES, type StoreKind } from './stores/index.js';
import { findSuspects, type PlanToJudge } from './suspects.js';
import { wayBackOf } from './way-back-of.js';

/** Something that was deleted or disabled, and can be taken back. */
export interface Recoverable {
  /** Its path in the environment's file: `keys.data`. */
  readonly name: string;
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  /** What people call its kind: `encryption key`. */
  readonly label: string;
  /** What AWS calls it. */
  readonly physical: string;
  readonly wayBack: WayBack;
  readonly attributes: Attributes;
  readonly kind: StoreKind;
}

/** All that plans would make anew or enable again, and that can be taken back instead. */
export async function findWaysBack(session: Session, plans: readonly PlanToJudge[]): Promise<Recoverable[]> {
  const found = await findSuspects(session, plans);
  const looks = (found?.suspects ?? []).map(async (suspect): Promise<Recoverable[]> => {
    const { stack, change, type, attributes } = suspect;
    const context = found?.context(suspect);
    const wayBack = context && (await wayBackOf(STORES[type], context));
    if (!context || !wayBack) return [];
    const { label } = STORES[type];
    const { name } = context;
    const physical = physicalName(attributes, change.address);
    return [{ name, stack, address: change.address, label, physical, wayBack, attributes, kind: STORES[type] }];
  });
  return (await Promise.all(looks)).flat();
}
