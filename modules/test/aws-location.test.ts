import { describe, expect, it } from '@jest/globals';
import { AwsLocation } from '../aws-location.js';

describe('AWS location', () => {
  const location = new AwsLocation('123456789012', 'eu-central-1');

  it('fills in partition, region and account', () => {
    expect(location.arn({ service: 'sqs', resource: 'jobs' })).toBe('arn:aws:sqs:eu-central-1:123456789012:jobs');
  });

  it('leaves out what global services and buckets do not have', () => {
    expect(location.arn({ service: 's3', region: '', account: '', resource: 'logs' })).toBe('arn:aws:s3:::logs');
    expect(location.rootArn).toBe('arn:aws:iam::123456789012:root');
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-west-1', 'aws'],
  ])('knows the partition of %s', (region, partition) => {
    expect(new AwsLocation('123456789012', region).partition).toBe(partition);
  });
});
