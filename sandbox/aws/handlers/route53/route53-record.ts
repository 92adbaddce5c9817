import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { bareName, fromRecordSet, toRecordSet } from './record-set.js';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export default handler({
  type: 'aws_route53_record',
  service: 'route53',
  create: {
    run: async (state, context) => {
      await change(state.allow_overwrite ? 'UPSERT' : 'CREATE', state, context);
      return { id: [state.zone_id, bareName(state.name), state.type, state.set_identifier].filter(Boolean).join('_') };
    },
  },
  importId: '{zone_id}_{name}_{type}',
  read: {
    run: async (state, context) => {
      const set = await findSet(state, context);
      return set && { ...fromRecordSet(set), zone_id: state.zone_id };
    },
  },
  update: [
    {
      when: [
        'alias',
        'failover_routing_policy',
        'health_check_id',
        'latency_routing_policy',
        'multivalue_answer_routing_policy',
        'records',
        'ttl',
        'weighted_routing_policy',
      ],
      run: (state, context) => change('UPSERT', state, context),
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
});

async function change(Action: string, state: Attributes, { call }: Context): Promise<void> {
  await call('ChangeResourceRecordSets', {
    HostedZoneId: state.zone_id,
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet: toRecordSet(state) }] },
  });
}

/** The listing starts at a name and goes on with others: only the very same name and type count. */
async function findSet(state: Attributes, { find }: Context): Promise<ApiObject | undefined> {
  const answer = await find('ListResourceRecordSets', {
    HostedZoneId: state.zone_id,
    StartRecordName: state.name,
    StartRecordType: state.type,
  });
  return answer?.ResourceRecordSets?.find(
    (set: ApiObject) =>
      bareName(set.Name).toLowerCase() === bareName(state.name).toLowerCase() &&
      set.Type === state.type &&
      (set.SetIdentifier ?? null) === (state.set_identifier || null),
  );
}
