import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { ROUTING } from './record-routing.js';
import { bareName, fromRecordSet, toRecordSet, wholeName } from './record-set.js';

/** `Z123_www.example.com_A`, then the set's identifier if it has one. */
const ID = /^([A-Z0-9]+)_(.+?)_([A-Z]+)(?:_([^_.]+))?$/;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export default handler({
  type: 'aws_route53_record',
  service: 'route53',
  create: {
    run: async (state, context) => {
      const name = await change(state.allow_overwrite ? 'UPSERT' : 'CREATE', state, context);
      return { id: [state.zone_id, name, state.type, state.set_identifier].filter(Boolean).join('_') };
    },
  },
  read: {
    run: async (state, context) => {
      const known = { ...state, ...(state.zone_id ? {} : fromId(state.id)) };
      const set = await findSet(known, context);
      return set && { ...fromRecordSet(set), zone_id: known.zone_id, name: known.name };
    },
  },
  update: [
    {
      when: ['alias', 'health_check_id', 'records', 'ttl', ...ROUTING],
      run: async (state, context) => void (await change('UPSERT', state, context)),
    },
  ],
  delete: {
    run: async (state, context) => {
      // A deletion must name every value as it is now, also when someone changed it.
      const set = await findSet(state, context);
      if (!set) return;
      await context.call('ChangeResourceRecordSets', {
        HostedZoneId: state.zone_id,
        ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet: set }] },
      });
    },
  },
  local: ['allow_overwrite'],
  defaults: { allow_overwrite: false, multivalue_answer_routing_policy: null },
  equal: { name: 'ignore-trailing-dot', 'alias.name': 'ignore-trailing-dot' },
  immutable: ['zone_id', 'name', 'type', 'set_identifier'],
  recordedAttributes: { geoproximity_routing_policy: 'the emulator does not keep it' },
});

async function change(Action: string, state: Attributes, context: Context): Promise<string> {
  const ResourceRecordSet = toRecordSet(state, await zoneName(state, context));
  await context.call('ChangeResourceRecordSets', {
    HostedZoneId: state.zone_id,
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
  });
  return ResourceRecordSet.Name;
}

async function zoneName({ zone_id: Id }: Attributes, { call }: Context): Promise<string> {
  return (await call('GetHostedZone', { Id })).HostedZone.Name;
}

/** The listing starts at a name and goes on with others: only the very same name and type count. */
async function findSet(state: Attributes, context: Context): Promise<ApiObject | undefined> {
  const zone = await context.find('GetHostedZone', { Id: state.zone_id });
  if (!zone) return undefined;
  const name = wholeName(state.name, zone.HostedZone.Name);
  const answer = await context.find('ListResourceRecordSets', {
    HostedZoneId: state.zone_id,
    StartRecordName: name,
    StartRecordType: state.type,
  });
  return answer?.ResourceRecordSets?.find(
    (set: ApiObject) =>
      bareName(set.Name).toLowerCase() === name &&
      set.Type === state.type &&
      (set.SetIdentifier ?? null) === (state.set_identifier || null),
  );
}

/** Reads an import id; names may have underscores too. */
function fromId(id: string): Attributes {
  const [, zone_id, name, type, set_identifier = null] = ID.exec(id) ?? [];
  return { zone_id, name, type, set_identifier };
}
