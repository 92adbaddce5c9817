import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html */
export default handler({
  type: 'aws_internet_gateway',
  service: 'ec2',
  created: { id: 'InternetGateway.InternetGatewayId' },
  key: { InternetGatewayId: '{id}' },
  create: [
    { call: 'CreateInternetGateway', send: 'none' },
    { call: 'AttachInternetGateway', send: 'none', when: ['vpc_id'], input: { VpcId: '{vpc_id}' } },
  ],
  read: {
    call: 'DescribeInternetGateways',
    at: 'InternetGateways.0',
    set: ({ Attachments }) => ({ vpc_id: Attachments?.[0]?.VpcId ?? null }),
  },
  update: [
    {
      when: ['vpc_id'],
      run: async (state, { call, prior }) => {
        const InternetGatewayId = state.id;
        if (prior.vpc_id) await call('DetachInternetGateway', { InternetGatewayId, VpcId: prior.vpc_id });
        if (state.vpc_id) await call('AttachInternetGateway', { InternetGatewayId, VpcId: state.vpc_id });
      },
    },
  ],
  delete: {
    run: async (state, { call, find }) => {
      const InternetGatewayId = state.id;
      if (state.vpc_id) await find('DetachInternetGateway', { InternetGatewayId, VpcId: state.vpc_id });
      await call('DeleteInternetGateway', { InternetGatewayId });
    },
  },
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}' },
  tags: ec2Tagging('internet-gateway'),
});
