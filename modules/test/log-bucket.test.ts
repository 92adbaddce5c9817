import { describe, expect, it } from '@jest/globals';
import { LogBucket } from '../log-bucket.js';
import { Duration } from '../values/duration.js';
import { LOCATION, reference, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

const stack = new SynthesizedModule((scope) => {
  new LogBucket(scope, 'logs', {
    bucketName: 'x-logs',
    location: LOCATION,
    retention: Duration.days(400),
    sourcePrefix: 'x-',
  });
});

describe('log bucket', () => {
  it('takes logs of the platform’s own buckets, below a folder of their own', () => {
    const { BucketLogs } = statements(stack.one('aws_s3_bucket_policy').policy);
    expect(BucketLogs).toMatchObject({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${reference('aws_s3_bucket.logs.arn')}/s3/*`,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::x-*' },
      },
    });
  });

  it('takes logs of load balancers of the account', () => {
    const { LoadBalancerLogs } = statements(stack.one('aws_s3_bucket_policy').policy);
    expect(LoadBalancerLogs).toMatchObject({
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Resource: `${reference('aws_s3_bucket.logs.arn')}/alb/AWSLogs/123456789012/*`,
    });
  });

  it('lets CloudFront grant itself its folder, and uses keys that log services can write under', () => {
    expect(stack.one('aws_s3_bucket_ownership_controls').rule).toEqual({ object_ownership: 'BucketOwnerPreferred' });
    const { rule } = stack.one('aws_s3_bucket_server_side_encryption_configuration');
    expect(rule[0].apply_server_side_encryption_by_default).toEqual({ sse_algorithm: 'AES256' });
  });

  it('forgets logs after their time', () => {
    expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule[0].expiration).toEqual([{ days: 400 }]);
  });
});

describe('log bucket beside a neighbour whose name extends ours', () => {
  it('takes no logs of the neighbour', () => {
    const beside = new SynthesizedModule((scope) => {
      const names = { bucketName: 'x-logs', sourcePrefix: 'x-', foreignPrefixes: ['x-eu-'] };
      new LogBucket(scope, 'logs', { ...names, location: LOCATION, retention: Duration.days(400) });
    });
    expect(statements(beside.one('aws_s3_bucket_policy').policy).BucketLogs?.Condition).toMatchObject({
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::x-*' },
      ArnNotLike: { 'aws:SourceArn': ['arn:aws:s3:::x-eu-*'] },
    });
  });
});
