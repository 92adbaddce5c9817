import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { type Context, handler } from '../contract.js';
import { readRules, sameRules, writeRules } from './security-group-rules.js';

/** The group that comes with a VPC: adopted rather than created, so all its rules are those that are declared. */
export default handler({
  type: 'aws_default_security_group',
  service: 'ec2',
  key: { GroupId: '{id}' },
  create: [
    { run: async (state, context) => ({ id: await defaultGroup(state.vpc_id, context) }) },
    {
      run: async (state, context) => {
        await writeRules(state.id, 'ingress', state.ingress, context);
        await writeRules(state.id, 'egress', state.egress, context);
      },
    },
  ],
  read: [
    {
      call: 'DescribeSecurityGroups',
      at: 'SecurityGroups.0',
      only: ['description', 'name', 'owner_id', 'vpc_id'],
    },
    { run: (state, context) => readRules(state.id, state, context) },
  ],
  update: [
    { when: ['ingress'], run: (state, context) => writeRules(state.id, 'ingress', state.ingress, context) },
    { when: ['egress'], run: (state, context) => writeRules(state.id, 'egress', state.egress, context) },
  ],
  // It goes with its VPC.
  delete: [],
  names: { name: 'GroupName' },
  equal: { ingress: sameRules, egress: sameRules },
  defaults: { revoke_rules_on_delete: false },
  local: ['revoke_rules_on_delete'],
  immutable: ['vpc_id'],
  computed: {
    arn: 'arn:{partition}:ec2:{region}:{account}:security-group/{id}',
    name_prefix: () => '',
  },
});

async function defaultGroup(vpc: string | null | undefined, { call }: Context): Promise<string> {
  const id =
    vpc ?? (await call('DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] })).Vpcs?.[0]?.VpcId;
  const { SecurityGroups } = await call('DescribeSecurityGroups', {
    Filters: [
      { Name: 'vpc-id', Values: [id] },
      { Name: 'group-name', Values: ['default'] },
    ],
  });
  const group = SecurityGroups?.[0]?.GroupId;
  if (group) return group;
  throw new BacklotError({
    code: 'NoDefaultSecurityGroup',
    source: 'upstream',
    message: `The VPC ${id} has no default security group to take over.`,
  });
}
