import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { bareName } from './record-set.js';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
export default handler({
  type: 'aws_route53_zone',
  service: 'route53',
  key: { Id: '{id}' },
  create: [
    {
      run: async (state, { call, region }) => {
        const { HostedZone } = await call('CreateHostedZone', {
          Name: state.name,
          CallerReference: `backlot-${Date.now()}-${Math.random().toString(36).slice(2)}`,
          HostedZoneConfig: { Comment: state.comment },
          DelegationSetId: state.delegation_set_id || undefined,
          VPC: networks(state, region)[0],
        });
        return { id: bareId(HostedZone.Id) };
      },
    },
    { when: ['vpc'], run: (state, context) => moveTo(networks(state, context.region).slice(1), [], state, context) },
  ],
  read: {
    call: 'GetHostedZone',
    only: [],
    set: (described, state, { partition }) => ({
      vpc: (described.VPCs ?? []).map((vpc: ApiObject) => ({ vpc_id: vpc.VPCId, vpc_region: vpc.VPCRegion })),
      name: bareName(described.HostedZone.Name),
      comment: described.HostedZone.Config?.Comment ?? '',
      zone_id: state.id,
      arn: `arn:${partition}:route53:::hostedzone/${state.id}`,
      name_servers: [...(described.DelegationSet?.NameServers ?? [])].sort(),
      primary_name_server: described.DelegationSet?.NameServers?.[0] ?? '',
    }),
  },
  update: [
    {
      when: ['comment'],
      run: async (state, { call }) => {
        await call('UpdateHostedZoneComment', { Id: state.id, Comment: state.comment });
      },
    },
    {
      when: ['vpc'],
      run: async (state, context) => {
        const [before, after] = [context.prior, state].map((each) => networks(each, context.region));
        await moveTo(after ?? [], before ?? [], state, context);
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      if (state.force_destroy) await emptyZone(state.id, call);
      await call('DeleteHostedZone', { Id: state.id });
    },
  },
  tags: {
    read: async (state, { call }) => {
      const answer = await call('ListTagsForResource', { ResourceType: 'hostedzone', ResourceId: state.id });
      return Object.fromEntries((answer.ResourceTagSet?.Tags ?? []).map(({ Key, Value }: ApiObject) => [Key, Value]));
    },
    write: async ({ set, remove }, state, { call }) => {
      await call('ChangeTagsForResource', {
        ResourceType: 'hostedzone',
        ResourceId: state.id,
        AddTags: Object.keys(set).length > 0 ? Object.entries(set).map(([Key, Value]) => ({ Key, Value })) : undefined,
        RemoveTagKeys: remove.length > 0 ? [...remove] : undefined,
      });
    },
  },
  local: ['force_destroy'],
  defaults: { comment: 'Managed by Terraform', force_destroy: false },
  equal: { name: 'ignore-trailing-dot' },
  immutable: ['name', 'delegation_set_id'],
  recordedAttributes: { enable_accelerated_recovery: 'the emulator does not know it' },
});

/** `/hostedzone/Z123` in the API, `Z123` in Terraform. */
function bareId(id: string): string {
  return id.replace(/^\/hostedzone\//, '');
}

function networks(state: Attributes, region: string): ApiObject[] {
  return (state.vpc ?? []).map(({ vpc_id, vpc_region }: Attributes) => ({
    VPCId: vpc_id,
    VPCRegion: vpc_region || region,
  }));
}

/** New networks first: a private zone without any is no longer one. */
async function moveTo(
  after: readonly ApiObject[],
  before: readonly ApiObject[],
  state: Attributes,
  { call }: Context,
): Promise<void> {
  const missing = (from: readonly ApiObject[]) => (vpc: ApiObject) => !from.some(({ VPCId }) => VPCId === vpc.VPCId);
  for (const VPC of after.filter(missing(before)))
    await call('AssociateVPCWithHostedZone', { HostedZoneId: state.id, VPC });
  for (const VPC of before.filter(missing(after)))
    await call('DisassociateVPCFromHostedZone', { HostedZoneId: state.id, VPC });
}

/** A zone can only be deleted when nothing but its own NS and SOA records is left. */
async function emptyZone(
  zone: string,
  call: (operation: string, input: ApiObject) => Promise<ApiObject>,
): Promise<void> {
  const { ResourceRecordSets = [] } = await call('ListResourceRecordSets', { HostedZoneId: zone });
  const Changes = ResourceRecordSets.filter(({ Type }: ApiObject) => Type !== 'NS' && Type !== 'SOA').map(
    (ResourceRecordSet: ApiObject) => ({ Action: 'DELETE', ResourceRecordSet }),
  );
  if (Changes.length > 0) await call('ChangeResourceRecordSets', { HostedZoneId: zone, ChangeBatch: { Changes } });
}
