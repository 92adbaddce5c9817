import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const { messaging } = synthesize(fullEnvironment()) as { messaging: SynthesizedStack };
const reference = (address: string) => `\${${address}}`;

function messagingWith(section: Record<string, unknown>, changes: Record<string, unknown> = {}): SynthesizedStack {
  return synthesize(fullEnvironment({ cluster: undefined, messaging: section, ...changes }))
    .messaging as SynthesizedStack;
}

describe('messaging stack', () => {
  it('gives every queue an encrypted dead-letter queue that no other queue may use', () => {
    const queue = messaging.named('aws_sqs_queue')['queue-ingest'];
    expect(queue).toMatchObject({ name: 'backlot-prod-ingest', visibility_timeout_seconds: 600 });
    for (const each of messaging.all('aws_sqs_queue')) expect(each.kms_master_key_id).toContain('messaging-key');
    const { redrive_policy } = messaging.startingWith('aws_sqs_queue_redrive_policy', 'queue-ingest');
    expect(JSON.parse(redrive_policy)).toMatchObject({ maxReceiveCount: 3 });
    const { redrive_allow_policy } = messaging.startingWith('aws_sqs_queue_redrive_allow_policy', 'queue-ingest');
    expect(JSON.parse(redrive_allow_policy)).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [reference('aws_sqs_queue.queue-ingest.arn')],
    });
  });

  it('takes messages over TLS only, and events of the one bucket of the account', () => {
    const policies = messaging.all('aws_sqs_queue_policy');
    expect(policies).toHaveLength(5);
    for (const { policy } of policies) expect(SynthesizedStack.statements(policy).TlsOnly?.Effect).toBe('Deny');
    const { policy } = messaging.startingWith('aws_sqs_queue_policy', 'queue-ingest_policy');
    const { BucketEvents } = SynthesizedStack.statements(policy);
    expect(BucketEvents).toMatchObject({
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: reference('aws_sqs_queue.queue-ingest.arn'),
    });
    expect(BucketEvents?.Condition.StringEquals).toEqual({ 'aws:SourceAccount': '123456789012' });
    expect(BucketEvents?.Condition.ArnEquals['aws:SourceArn']).toContain('bucket-uploadsarn');
  });

  it('keeps one list of events per bucket, saved once the queues let S3 in', () => {
    const notification = messaging.one('aws_s3_bucket_notification');
    expect(notification.queue).toEqual([
      expect.objectContaining({ id: 'ingest', filter_prefix: 'providers/', filter_suffix: '.csv' }),
      expect.objectContaining({ id: 'transcode', filter_prefix: 'masters/' }),
    ]);
    expect(notification.depends_on).toHaveLength(2);
    for (const dependency of notification.depends_on) expect(dependency).toMatch(/^aws_sqs_queue_policy\./);
  });

  it('lets a provider upload below its own prefix, and do nothing else', () => {
    const { policy } = messaging.startingWith('aws_iam_role_policy', 'provider-acme');
    const { Upload, Encrypt, ...others } = SynthesizedStack.statements(policy);
    expect(others).toEqual({});
    expect(Upload?.Resource).toMatch(/\}\/providers\/acme\/\*$/);
    expect(Upload?.Action).not.toContain('s3:GetObject');
    expect(Encrypt?.Resource).not.toBe('*');
    expect(policy).not.toContain('globex');
  });

  it('lets only the principal of a provider take its role, with the external id', () => {
    const trust = (name: string) =>
      SynthesizedStack.statements(messaging.named('aws_iam_role')[name]?.assume_role_policy);
    expect(trust('provider-acme').Provider).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::210987654321:role/uploader' },
      Condition: { StringEquals: { 'sts:ExternalId': 'acme-4711' } },
    });
    expect(trust('provider-globex').Provider?.Condition.StringEquals['sts:ExternalId']).toBe('globex-4712');
  });

  it('gives every provider a topic of its own, and mail where it has an address', () => {
    const topics = messaging.all('aws_sns_topic').map(({ name }) => name);
    expect(topics).toEqual(expect.arrayContaining(['backlot-prod-provider-acme', 'backlot-prod-provider-globex']));
    const mail = messaging.one('aws_sns_topic_subscription', { endpoint: 'data@acme.example' });
    expect(mail.topic_arn).toBe(reference('aws_sns_topic.topic-provider-acme.arn'));
  });

  it('feeds dead letters of the queues that ask for it to the function, which names the ones that failed', () => {
    const source = messaging.one('aws_lambda_event_source_mapping');
    expect(source.event_source_arn).toContain('queue-ingest_dead-letters');
    expect(source.function_response_types).toEqual(['ReportBatchItemFailures']);
    const { policy } = messaging.startingWith('aws_iam_role_policy', 'notify-provider');
    const statements = SynthesizedStack.statements(policy);
    expect(statements.PublishAcme?.Resource).toBe(reference('aws_sns_topic.topic-provider-acme.arn'));
    expect(statements.ConsumeIngestDeadLetters?.Resource).toContain('queue-ingest_dead-letters');
    expect(policy).not.toContain('queue-transcode');
  });

  it('gives a run less time than the dead letter stays hidden', () => {
    const { timeout } = messaging.one('aws_lambda_function');
    const hidden = messagingWith({
      queues: { quick: { visibilityTimeout: '5s', notifyProviders: true } },
    }).startingWith('aws_sqs_queue', 'queue-quick_dead-letters').visibility_timeout_seconds;
    expect(hidden).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('deploys no function when no queue asks for notices', () => {
    expect(messagingWith({ queues: { plain: {} } }).types.some((type) => type.startsWith('aws_lambda'))).toBe(false);
  });

  it('allows no action on every resource, but traces, which have none', () => {
    for (const { policy } of messaging.all('aws_iam_role_policy')) {
      const open = Object.values(SynthesizedStack.statements(policy)).filter(({ Resource }) => Resource === '*');
      for (const { Action } of open) expect(Action).toEqual(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
    }
  });

  it.each([
    ['a queue', { queues: { ingest: { source: { bucket: 'nowhere' } } } }],
    ['uploads', { providerUploads: { bucket: 'nowhere' } }],
  ])('refuses %s in a bucket that is not declared', (_case, section) => {
    const providers = { acme: { principal: 'arn:aws:iam::210987654321:root', externalId: 'acme-4711' } };
    expect(() => messagingWith({ providers, ...section })).toThrow(
      expect.objectContaining({ code: 'UnknownBucket', message: expect.stringContaining("'nowhere'") }),
    );
  });

  it('outputs what clients need to reach queues and roles', () => {
    const outputs: Record<string, Block> = messaging.json.output;
    expect(outputs.queue_ingest_url?.value).toBe(reference('aws_sqs_queue.queue-ingest.url'));
    expect(outputs.provider_acme_role_arn?.value).toBe(reference('aws_iam_role.provider-acme.arn'));
  });
});
