import { handler } from '../contract.js';

/** The access policy of a topic. Without it a topic has the policy that lets its own account use it. */
export default handler({
  type: 'aws_sns_topic_policy',
  service: 'sns',
  id: '{arn}',
  key: { TopicArn: '{arn}' },
  create: {
    call: 'SetTopicAttributes',
    send: 'none',
    input: { TopicArn: '{arn}', AttributeName: 'Policy', AttributeValue: '{policy}' },
  },
  read: {
    call: 'GetTopicAttributes',
    at: 'Attributes',
    input: { TopicArn: '{id}' },
    only: [],
    set: (described, state) => ({ arn: state.id, owner: described.Owner, policy: described.Policy }),
  },
  update: [
    {
      call: 'SetTopicAttributes',
      send: 'none',
      when: ['policy'],
      input: { TopicArn: '{arn}', AttributeName: 'Policy', AttributeValue: '{policy}' },
    },
  ],
  delete: {
    run: async (state, { call, account }) => {
      const statement = {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['SNS:Publish', 'SNS:Subscribe', 'SNS:Receive'],
        Resource: state.arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      };
      const policy = { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] };
      await call('SetTopicAttributes', {
        TopicArn: state.arn,
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify(policy),
      });
    },
  },
  immutable: ['arn'],
});
