import { describe, expect, it } from '@jest/globals';
import { LogGroup } from '../log-group.js';
import { Duration } from '../values/duration.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

describe('log group', () => {
  it('is encrypted and keeps logs for a period that CloudWatch offers', () => {
    const stack = new SynthesizedModule((scope) => {
      new LogGroup(scope, 'log', { name: '/a/b', keyArn: 'key', retention: Duration.days(100) });
    });
    expect(stack.one('aws_cloudwatch_log_group')).toMatchObject({
      name: '/a/b',
      kms_key_id: 'key',
      retention_in_days: 120,
    });
  });
});
