import { describe, expect, it } from '@jest/globals';
import { autoScalingMayUse, distributionsMayRead, logGroupsMayUse, servicesMayUse } from '../key-grants.js';
import { LOCATION } from './fixtures/synthesized-module.js';

describe('key grants', () => {
  it('bind CloudWatch Logs to the log groups of the account and region', () => {
    expect(logGroupsMayUse(LOCATION)).toMatchObject({
      principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:123456789012:log-group:*' },
      },
    });
  });

  it('bind publishing services to the account', () => {
    expect(servicesMayUse(LOCATION, { sid: 'Publishers', services: ['s3', 'sns'] })).toMatchObject({
      principal: { Service: ['s3.amazonaws.com', 'sns.amazonaws.com'] },
      conditions: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
  });

  it('let distributions of the account read, not write', () => {
    expect(distributionsMayRead(LOCATION)).toMatchObject({
      actions: ['kms:Decrypt'],
      conditions: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } },
    });
  });

  it('let auto scaling pass the key on to AWS resources only', () => {
    const [use, grant] = autoScalingMayUse(LOCATION);
    expect(use?.actions).not.toContain('kms:CreateGrant');
    expect(grant?.conditions?.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' });
  });
});
