import { BacklotError } from '../../../modules/values/backlot-error.js';
import { DATA_BEARING_TYPES, type DataBearingType, isDataBearing } from '../../../stacks/data-bearing.js';
import type { StackPlan } from '../../delivery/plan/plan-result.js';
import type { Session } from '../../session/open/session.js';
import { type Attributes, storedAttributes } from '../../session/outputs/stored-attributes.js';
import { type DataStore, describeStore } from './data-store.js';
import { snapshotInTheWay } from './final-snapshot.js';
import { heldData } from './held-data.js';

/** The stores that hold data among all that the plans delete. */
export async function findData(session: Session, plans: readonly StackPlan[]): Promise<DataStore[]> {
  const found = await Promise.all(plans.map((plan) => dataOf(session, plan)));
  return found.flat();
}

async function dataOf(session: Session, plan: StackPlan): Promise<DataStore[]> {
  const stack = session.stacks.find(({ id }) => id === plan.id);
  const going = plan.changes.filter(({ action, type }) => action === 'delete' && isDataBearing(type));
  if (!stack || going.length === 0) return [];
  const stored = await storedAttributes(session.cloud, stack.state);
  const stores = await Promise.all(
    going.map(async ({ address, type }) => {
      const attributes = stored.get(address);
      if (!attributes || !isDataBearing(type)) return undefined;
      const holds = await heldData(session.cloud, type, attributes);
      if (holds === undefined) return undefined;
      const name = nameOf(attributes, address);
      return {
        stack: stack.id,
        address,
        type,
        name,
        holds,
        lost: DATA_BEARING_TYPES[type],
        ...(await guardSnapshot(session, type, fate(type, attributes, name))),
      };
    }),
  );
  return stores.filter((store) => store !== undefined);
}

/** Attributes that name a resource to people, the most telling first. */
const NAMES = ['bucket', 'identifier', 'cluster_identifier', 'replication_group_id', 'domain_name', 'name', 'id'];

function nameOf(attributes: Attributes, address: string): string {
  const name = NAMES.map((key) => attributes[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : address;
}

type Fate = Pick<DataStore, 'guard' | 'emptied' | 'finalSnapshot'>;

async function guardSnapshot({ cloud }: Session, type: DataBearingType, fate: Fate): Promise<Fate> {
  if (type !== 'aws_db_instance' || fate.guard !== undefined || fate.finalSnapshot === undefined) return fate;
  const guard = await snapshotInTheWay(cloud, fate.finalSnapshot);
  return guard === undefined ? fate : { ...fate, guard };
}

function fate(type: DataBearingType, attributes: Attributes, name: string): Fate {
  const emptied = type === 'aws_s3_bucket' && attributes.force_destroy === false;
  const guard = emptied ? undefined : guardOf(attributes, name);
  const snapshot = attributes.skip_final_snapshot === false ? attributes.final_snapshot_identifier : undefined;
  return {
    ...(guard === undefined ? {} : { guard }),
    ...(emptied ? { emptied } : {}),
    ...(typeof snapshot === 'string' && snapshot !== '' ? { finalSnapshot: snapshot } : {}),
  };
}

/** What would stop a removal in the middle, when half of the environment is gone. */
function guardOf(attributes: Attributes, name: string): string | undefined {
  if (attributes.deletion_protection === true) {
    return "deletion protection is on: set 'deletionProtection: false' in the file of the environment and deploy";
  }
  if (attributes.force_destroy === false || attributes.force_delete === false) {
    return `it is only deleted empty: empty '${name}' first`;
  }
  return undefined;
}

/**
 * Refuses to go on over data that nobody spoke of, and over what could not be deleted.
 *
 * @throws BacklotError `DataProtected`, `DeletionGuarded`; nothing was changed.
 */
export function assertDataMayGo(environment: string, stores: readonly DataStore[], withData: boolean): void {
  const guarded = stores.filter(({ guard }) => guard !== undefined);
  const named = (each: readonly DataStore[]) => each.map(describeStore).join('\n');
  if (stores.length > 0 && !withData) {
    throw new BacklotError({
      code: 'DataProtected',
      message: `${stores.length} ${stores.length === 1 ? 'store holds' : 'stores hold'} data, which would be lost; nothing was changed\n${named(stores)}`,
      actions: [
        `backlot backups create ${environment}`,
        `backlot destroy ${environment} --with-data`,
        `backlot destroy ${environment} --with-data --yes --confirm=${environment} --confirm-data=${environment}`,
      ],
      details: { stores },
    });
  }
  if (guarded.length === 0) return;
  throw new BacklotError({
    code: 'DeletionGuarded',
    message: `${guarded.length} ${guarded.length === 1 ? 'store' : 'stores'} cannot be deleted as they are; nothing was changed\n${named(guarded)}`,
    actions: [`backlot destroy ${environment} --with-data`],
    details: { stores: guarded },
  });
}
