import type { AwsLocation } from './aws-location.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';

/** Prefix of a service's actions, where it is not the start of the endpoint's name. */
const ACTION_PREFIX: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  'rds-data': 'rds-data',
  email: 'ses',
};

/**
 * Lets identities of this account use a service through an endpoint, and nobody else: data cannot leave the network with
 * the credentials of a stranger.
 *
 * Resources stay open, as nodes read AWS's own buckets and registries through the same endpoints; the rights of the
 * identities decide there.
 */
export function endpointPolicy(service: string, location: AwsLocation): string {
  const prefix = ACTION_PREFIX[service] ?? service.split('.')[0];
  const ownIdentities: PolicyStatement = {
    sid: 'OwnIdentities',
    principal: '*',
    actions: [`${prefix}:*`],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': location.accountId } },
  };
  // Image layers come by presigned links, signed by the registry's identity, from a bucket of AWS.
  const imageLayers: PolicyStatement = {
    sid: 'ImageLayers',
    principal: '*',
    actions: ['s3:GetObject'],
    resources: [
      location.arn({
        service: 's3',
        region: '',
        account: '',
        resource: `prod-${location.region}-starport-layer-bucket/*`,
      }),
    ],
  };
  // A token of the cluster or of GitHub is no identity of AWS before it was exchanged.
  const tokenExchange: PolicyStatement = {
    sid: 'TokenExchange',
    principal: '*',
    actions: ['sts:AssumeRoleWithWebIdentity'],
    resources: [location.arn({ service: 'iam', region: '', resource: 'role/*' })],
  };
  return policyDocument([
    ownIdentities,
    ...(service === 's3' ? [imageLayers] : []),
    ...(service === 'sts' ? [tokenExchange] : []),
  ]);
}
