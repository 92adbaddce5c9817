import { type Attributes, type Context, handler } from '../contract.js';
import { parameterChanges, portions } from '../parameter-changes.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html */
export default handler({
  type: 'aws_db_parameter_group',
  service: 'rds',
  id: '{name}',
  key: { DBParameterGroupName: '{name}' },
  prefix: 'DBParameterGroup',
  create: [{ call: 'CreateDBParameterGroup' }, { when: ['parameter'], run: changeParameters }],
  read: [
    { call: 'DescribeDBParameterGroups', at: 'DBParameterGroups.0' },
    { run: async (state, context) => ({ parameter: await ownParameters(state, context) }) },
  ],
  update: [{ when: ['parameter'], run: changeParameters }],
  delete: {
    run: async (state, { call }) => {
      if (!state.skip_destroy) await call('DeleteDBParameterGroup', { DBParameterGroupName: state.name });
    },
  },
  defaults: { description: 'Managed by Terraform', skip_destroy: false, 'parameter.apply_method': 'immediate' },
  local: ['skip_destroy'],
});

async function changeParameters(state: Attributes, { call, prior }: Context): Promise<void> {
  const { set, reset } = parameterChanges(prior.parameter ?? [], state.parameter ?? []);
  for (const portion of portions(reset)) {
    await call('ResetDBParameterGroup', {
      DBParameterGroupName: state.name,
      Parameters: portion.map(({ name, apply_method }) => ({ ParameterName: name, ApplyMethod: apply_method })),
    });
  }
  for (const portion of portions(set)) {
    await call('ModifyDBParameterGroup', {
      DBParameterGroupName: state.name,
      Parameters: portion.map(({ name, value, apply_method }) => ({
        ParameterName: name,
        ParameterValue: value,
        ApplyMethod: apply_method,
      })),
    });
  }
}

/** The parameters that somebody set; the family's defaults are not the group's. */
async function ownParameters({ name }: Attributes, { call }: Context): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let Marker: string | undefined;
  do {
    const page = await call('DescribeDBParameters', { DBParameterGroupName: name, Source: 'user', Marker });
    for (const { ParameterName, ParameterValue, ApplyMethod } of page.Parameters ?? []) {
      found.push({ name: ParameterName, value: ParameterValue, apply_method: ApplyMethod });
    }
    Marker = page.Marker;
  } while (Marker);
  return found;
}
