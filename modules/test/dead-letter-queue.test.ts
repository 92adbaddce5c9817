import { describe, expect, it } from '@jest/globals';
import { DeadLetterQueue } from '../dead-letter-queue.js';
import { SynthesizedModule, statements } from './fixtures/synthesized-module.js';

describe('dead-letter queue', () => {
  it('is encrypted, keeps messages for 14 days and takes them by TLS only', () => {
    const stack = new SynthesizedModule((scope) => {
      new DeadLetterQueue(scope, 'queue', { name: 'x', keyArn: 'key' });
    });
    expect(stack.one('aws_sqs_queue')).toMatchObject({
      name: 'x',
      kms_master_key_id: 'key',
      message_retention_seconds: 1_209_600,
    });
    expect(statements(stack.one('aws_sqs_queue_policy').policy).TlsOnly).toMatchObject({ Effect: 'Deny' });
  });
});
