import { describe, expect, it } from '@jest/globals';
import { App, TerraformStack } from 'cdktn';
import { Queue, type QueueProps } from '../queue.js';
import { Duration } from '../values/duration.js';

function make(changes: Partial<QueueProps>): Queue {
  return new Queue(new TerraformStack(new App(), 'test'), 'queue', {
    name: 'ingest',
    keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
    visibilityTimeout: Duration.minutes(5),
    retention: Duration.days(4),
    maxReceives: 5,
    ...changes,
  });
}

describe('Queue', () => {
  it.each([
    ['a visibility timeout above 12 hours', { visibilityTimeout: Duration.hours(13) }, 'not 13h'],
    ['a retention above 14 days', { retention: Duration.days(15) }, 'not 15d'],
    ['a retention below a minute', { retention: Duration.seconds(30) }, 'not 30s'],
    ['dead letters kept above 14 days', { deadLetterRetention: Duration.days(20) }, 'not 20d'],
  ])('refuses %s', (_case, changes, message) => {
    expect(() => make(changes)).toThrow(
      expect.objectContaining({ code: 'InvalidQueue', message: expect.stringContaining(message) }),
    );
  });

  it('takes the longest times that SQS offers', () => {
    expect(() => make({ visibilityTimeout: Duration.hours(12), retention: Duration.days(14) })).not.toThrow();
  });
});
