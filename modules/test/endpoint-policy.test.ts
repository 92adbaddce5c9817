import { describe, expect, it } from '@jest/globals';
import { endpointPolicy } from '../endpoint-policy.js';
import { LOCATION, statements } from './fixtures/synthesized-module.js';

describe('endpoint policy', () => {
  it('lets identities of the account use the service, and no others', () => {
    expect(statements(endpointPolicy('sqs', LOCATION))).toEqual({
      OwnIdentities: expect.objectContaining({
        Action: 'sqs:*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } },
      }),
    });
  });

  it.each([
    ['ecr.dkr', 'ecr:*'],
    ['monitoring', 'cloudwatch:*'],
  ])('knows the actions of %s', (service, action) => {
    expect(statements(endpointPolicy(service, LOCATION)).OwnIdentities?.Action).toBe(action);
  });

  it('lets image layers through, which are not signed by the account', () => {
    expect(statements(endpointPolicy('s3', LOCATION)).ImageLayers).toMatchObject({
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*',
    });
  });

  it('lets tokens be exchanged for roles of the account', () => {
    expect(statements(endpointPolicy('sts', LOCATION)).TokenExchange).toMatchObject({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Resource: 'arn:aws:iam::123456789012:role/*',
    });
  });
});
