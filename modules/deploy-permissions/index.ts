import type { PolicyStatement } from '../policy-document.js';
import { computeStatements } from './compute.js';
import { dataStatements } from './data.js';
import { deliveryStatements } from './delivery.js';
import { encryptionStatements } from './encryption.js';
import { identityStatements } from './identity.js';
import { networkStatements } from './network.js';
import type { DeployScope } from './scope.js';

export { apartFrom } from './apart-from.js';
export type { DeployScope } from './scope.js';

/** Rights of the deploy role, by the policy that holds them. */
export function deployPolicies(scope: DeployScope): Record<string, PolicyStatement[]> {
  return {
    network: networkStatements(scope),
    identity: identityStatements(scope),
    encryption: encryptionStatements(scope),
    data: dataStatements(scope),
    compute: computeStatements(scope),
    delivery: deliveryStatements(scope),
  };
}
