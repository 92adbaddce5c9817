import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { parameterChanges, portions } from '../parameter-changes.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheParameterGroup.html */
export default handler({
  type: 'aws_elasticache_parameter_group',
  service: 'elasticache',
  id: '{name}',
  key: { CacheParameterGroupName: '{name}' },
  prefix: 'CacheParameterGroup',
  create: [{ call: 'CreateCacheParameterGroup' }, { when: ['parameter'], run: changeParameters }],
  read: [
    { call: 'DescribeCacheParameterGroups', at: 'CacheParameterGroups.0' },
    { run: async (state, context) => ({ parameter: await ownParameters(state, context) }) },
  ],
  update: [{ when: ['parameter'], run: changeParameters }],
  delete: { call: 'DeleteCacheParameterGroup' },
  defaults: { description: 'Managed by Terraform' },
});

async function changeParameters(state: Attributes, { call, prior }: Context): Promise<void> {
  const wanted: Attributes[] = state.parameter ?? [];
  const { set, reset } = parameterChanges(prior.parameter ?? [], wanted);
  // The emulator resets single parameters only when its short list of defaults has them; all at once it always does.
  if (reset.length > 0) {
    await call('ResetCacheParameterGroup', { CacheParameterGroupName: state.name, ResetAllParameters: true });
  }
  for (const portion of portions(reset.length > 0 ? wanted : set)) {
    await call('ModifyCacheParameterGroup', {
      CacheParameterGroupName: state.name,
      ParameterNameValues: portion.map(({ name, value }) => ({ ParameterName: name, ParameterValue: value })),
    });
  }
}

/** The parameters that somebody set; the family's defaults are not the group's. */
async function ownParameters({ name }: Attributes, { call }: Context): Promise<Attributes[]> {
  const found: ApiObject[] = [];
  let Marker: string | undefined;
  do {
    const page = await call('DescribeCacheParameters', { CacheParameterGroupName: name, Source: 'user', Marker });
    found.push(...(page.Parameters ?? []));
    Marker = page.Marker;
  } while (Marker);
  return found
    .filter(({ Source }) => Source === 'user')
    .map(({ ParameterName, ParameterValue }) => ({ name: ParameterName, value: ParameterValue }));
}
