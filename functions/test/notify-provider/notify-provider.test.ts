import { describe, expect, it } from '@jest/globals';
import { notifyProviders, type QueueMessage } from '../../notify-provider/notify-provider.js';

const TOPICS = {
  acme: 'arn:aws:sns:eu-central-1:000000000000:acme',
  globex: 'arn:aws:sns:eu-central-1:000000000000:globex',
};

function upload(key: string, fields: Partial<QueueMessage> = {}): QueueMessage {
  const record = {
    eventTime: '2026-11-01T10:00:00.000Z',
    responseElements: { 'x-amz-request-id': 'REQUEST1' },
    s3: { bucket: { name: 'uploads' }, object: { key, size: 12, versionId: 'v1' } },
  };
  return {
    messageId: `message-of-${key}`,
    body: JSON.stringify({ Records: [record] }),
    attributes: { ApproximateReceiveCount: '6' },
    ...fields,
  };
}

interface Sent {
  topicArn: string;
  subject: string;
  notice: Record<string, unknown>;
  email: string;
}

async function run(messages: QueueMessage[], failing?: string) {
  const sent: Sent[] = [];
  const logged: { level: string; fields: Record<string, unknown> }[] = [];
  const result = await notifyProviders(
    { Records: messages },
    {
      topics: TOPICS,
      prefix: 'providers/',
      publish: async (topicArn, { subject, message }) => {
        if (topicArn === failing) throw new Error('throttled');
        const { default: json, email } = JSON.parse(message);
        sent.push({ topicArn, subject, notice: JSON.parse(json), email });
      },
      log: (level, _message, fields) => logged.push({ level, fields: { ...fields } }),
    },
  );
  return { sent, logged, failed: result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('notify-provider', () => {
  it('publishes a notice to the topic of the provider that the key names, and to no other', async () => {
    const { sent, failed } = await run([upload('providers/acme/movies.csv')]);
    expect(failed).toEqual([]);
    expect(sent.map(({ topicArn }) => topicArn)).toEqual([TOPICS.acme]);
    expect(sent[0]?.notice).toMatchObject({
      type: 'upload.rejected',
      provider: 'acme',
      attempts: 6,
      object: { bucket: 'uploads', key: 'providers/acme/movies.csv', size: 12, versionId: 'v1' },
      correlationId: 'REQUEST1',
    });
    expect(sent[0]?.email).toContain('providers/acme/movies.csv');
    expect(sent[0]?.email).toContain('REQUEST1');
  });

  it('decodes keys as S3 encodes them', async () => {
    const { sent } = await run([upload('providers/acme/New+films+%28a%29.csv')]);
    expect(sent[0]?.notice).toMatchObject({ object: { key: 'providers/acme/New films (a).csv' } });
  });

  it('keeps only the messages that failed', async () => {
    const { sent, failed } = await run(
      [upload('providers/acme/a.csv'), upload('providers/globex/b.csv'), upload('providers/acme/c.csv')],
      TOPICS.globex,
    );
    expect(sent).toHaveLength(2);
    expect(failed).toEqual(['message-of-providers/globex/b.csv']);
  });

  it.each([
    ['a provider that is not declared', 'providers/initech/a.csv'],
    ['a name that objects inherit', 'providers/constructor/a.csv'],
    ['a key outside the prefix', 'other/acme/a.csv'],
    ['a key without a file', 'providers/acme'],
  ])('keeps a message with %s', async (_case, key) => {
    const { sent, failed } = await run([upload(key)]);
    expect(sent).toEqual([]);
    expect(failed).toHaveLength(1);
  });

  it.each([
    ['that is no JSON', 'hello'],
    ['that is no event', '{}'],
    ['whose record names no object', '{"Records":[{}]}'],
  ])('keeps a message %s', async (_case, body) => {
    const { failed } = await run([upload('providers/acme/a.csv', { body })]);
    expect(failed).toHaveLength(1);
  });

  it('tells nobody when one of several objects has no known provider, as the message comes again', async () => {
    const [known, unknown] = ['providers/acme/a.csv', 'providers/nobody/a.csv'].map((key) =>
      JSON.parse(upload(key).body),
    );
    const body = JSON.stringify({ Records: [...known.Records, ...unknown.Records] });
    const { sent, failed } = await run([upload('providers/acme/a.csv', { body })]);
    expect(sent).toEqual([]);
    expect(failed).toHaveLength(1);
  });

  it('drops the test message of S3', async () => {
    const { sent, failed } = await run([upload('x', { body: '{"Event":"s3:TestEvent"}' })]);
    expect({ sent, failed }).toEqual({ sent: [], failed: [] });
  });

  it('logs the correlation id that the processor passed on', async () => {
    const messageAttributes = { correlationId: { stringValue: 'c-1' } };
    const { logged, sent } = await run([upload('providers/acme/a.csv', { messageAttributes })]);
    expect(logged[0]).toMatchObject({ level: 'info', fields: { correlationId: 'c-1', provider: 'acme' } });
    expect(sent[0]?.notice.correlationId).toBe('c-1');
  });

  it('cuts the subject to what SNS takes', async () => {
    const { sent } = await run([upload(`providers/acme/${'ü'.repeat(200)}.csv`)]);
    expect(sent[0]?.subject).toMatch(/^[\x20-\x7e]{100}$/);
  });
});
