/** Name of the store that services' secrets come from. */
export const SECRET_STORE = 'backlot';

/**
 * The store of the environment's secrets: AWS Secrets Manager, read with the operator's own pod identity.
 * https://external-secrets.io/latest/provider/aws-secrets-manager/
 */
export function secretStore(region: string) {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: SECRET_STORE },
    spec: { provider: { aws: { service: 'SecretsManager', region } }, refreshInterval: 3600 },
  };
}
