import { describe, expect, it } from '@jest/globals';
import { FlowLogs } from '../flow-logs.js';
import { Duration } from '../values/duration.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

const stack = new SynthesizedModule((scope) => {
  new FlowLogs(scope, 'flow-logs', {
    name: 'x',
    location: LOCATION,
    vpcId: 'vpc',
    keyArn: 'key',
    retention: Duration.days(90),
  });
});

describe('flow logs', () => {
  it('record accepted and refused connections', () => {
    expect(stack.one('aws_flow_log')).toMatchObject({
      traffic_type: 'ALL',
      vpc_id: 'vpc',
      max_aggregation_interval: 60,
    });
  });

  it('go to an encrypted log group that forgets', () => {
    expect(stack.one('aws_cloudwatch_log_group')).toMatchObject({ kms_key_id: 'key', retention_in_days: 90 });
  });

  it('are written by a role that can write this log only', () => {
    const { Log } = statements(stack.one('aws_iam_role_policy').policy);
    expect(Log?.Resource).toMatch(/^\$\{aws_cloudwatch_log_group\.[^}]+\.arn\}:\*$/);
  });
});
