import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';
import { readRules, sameRules, writeRules } from './security-group-rules.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export default handler({
  type: 'aws_security_group',
  service: 'ec2',
  created: { id: 'GroupId' },
  key: { GroupId: '{id}' },
  create: [
    { call: 'CreateSecurityGroup', send: ['name', 'description', 'vpc_id'] },
    {
      // A new group lets everything out until that is revoked; hashicorp/aws always does.
      run: async (state, context) => {
        await writeRules(state.id, 'egress', state.egress, context);
        await writeRules(state.id, 'ingress', state.ingress, context);
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
  delete: {
    run: async (state, context) => {
      if (state.revoke_rules_on_delete) {
        await writeRules(state.id, 'ingress', [], context);
        await writeRules(state.id, 'egress', [], context);
      }
      await context.call('DeleteSecurityGroup', { GroupId: state.id });
    },
  },
  names: { name: 'GroupName' },
  equal: { ingress: sameRules, egress: sameRules },
  defaults: { description: 'Managed by Terraform', revoke_rules_on_delete: false },
  local: ['revoke_rules_on_delete'],
  immutable: ['description', 'name', 'name_prefix', 'vpc_id'],
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:security-group/{id}' },
  tags: ec2Tagging('security-group'),
});
