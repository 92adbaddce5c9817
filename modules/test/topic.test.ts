import { describe, expect, it } from '@jest/globals';
import { Topic, type TopicProps } from '../topic.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<TopicProps> = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new Topic(scope, 'topic', { name: 'pager', location: LOCATION, keyArn: 'key', ...props });
  });
}

describe('topic', () => {
  it('is encrypted and refuses messages without TLS', () => {
    const stack = synthesize();
    expect(stack.one('aws_sns_topic')).toMatchObject({ name: 'pager', kms_master_key_id: 'key' });
    expect(statements(stack.one('aws_sns_topic_policy').policy).TlsOnly).toMatchObject({ Effect: 'Deny' });
  });

  it('lets services publish for resources of the account only', () => {
    const { policy } = synthesize({ publishers: ['cloudwatch', 'budgets'] }).one('aws_sns_topic_policy');
    expect(statements(policy).Services).toMatchObject({
      Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
  });

  it('names no service when none publishes', () => {
    expect(statements(synthesize().one('aws_sns_topic_policy').policy)).not.toHaveProperty('Services');
  });

  it('asks each address to subscribe', () => {
    const stack = synthesize({ emails: ['a@example.com', 'b@example.com'] });
    expect(stack.all('aws_sns_topic_subscription').map(({ protocol, endpoint }) => `${protocol}:${endpoint}`)).toEqual([
      'email:a@example.com',
      'email:b@example.com',
    ]);
  });

  it('lives as a whole in another region where told', () => {
    const stack = synthesize({ region: 'us-east-1', emails: ['a@example.com'] });
    for (const type of stack.types) expect(stack.one(type).region).toBe('us-east-1');
  });
});
