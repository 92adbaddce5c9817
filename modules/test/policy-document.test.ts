import { describe, expect, it } from '@jest/globals';
import { policyDocument, policyVariable } from '../policy-document.js';
import { reference } from './fixtures/synthesized-module.js';

describe('policy document', () => {
  it('allows unless told to deny, and leaves out what a statement does not say', () => {
    expect(JSON.parse(policyDocument([{ actions: ['s3:GetObject', 's3:PutObject'], resources: ['a', 'b'] }]))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'] }],
    });
  });

  it('writes a list of one as its value, as AWS hands it back', () => {
    const [statement] = JSON.parse(policyDocument([{ actions: ['sqs:*'], resources: ['queue'] }])).Statement;
    expect(statement).toEqual({ Effect: 'Allow', Action: 'sqs:*', Resource: 'queue' });
  });

  it('keeps an empty list instead of turning it into everything', () => {
    const [statement] = JSON.parse(policyDocument([{ actions: ['sqs:*'], resources: [] }])).Statement;
    expect(statement.Resource).toEqual([]);
  });

  it('gives the same bytes whatever the order in which a statement was written', () => {
    const one = policyDocument([{ sid: 'A', actions: ['a:B'], resources: ['r'], effect: 'Deny' }]);
    const other = policyDocument([{ effect: 'Deny', resources: ['r'], actions: ['a:B'], sid: 'A' }]);
    expect(one).toBe(other);
  });

  it('renders resources that a refusal does not speak of', () => {
    const [statement] = JSON.parse(
      policyDocument([{ effect: 'Deny', actions: ['s3:*'], notResources: ['r'] }]),
    ).Statement;
    expect(statement).toEqual({ Effect: 'Deny', Action: 's3:*', NotResource: 'r' });
  });

  it('doubles the dollar of a variable so that Terraform lets it through', () => {
    expect(policyVariable('aws:PrincipalTag/provider')).toBe(`$${reference('aws:PrincipalTag/provider')}`);
  });
});
