import type { PolicyStatement } from '../policy-document.js';
import { backupStatements } from './backups.js';
import { closedDefaultStatements } from './closed-defaults.js';
import { computeStatements } from './compute.js';
import { dataStatements } from './data.js';
import { deliveryStatements } from './delivery.js';
import { encryptionStatements } from './encryption.js';
import { identityStatements } from './identity.js';
import { lookStatements } from './look.js';
import { networkStatements } from './network.js';
import { nodeStatements } from './nodes.js';
import type { DeployScope } from './scope.js';
import { secretStatements } from './secrets.js';
import { taggingStatements } from './tagging.js';

export { apartFrom } from './apart-from.js';
export { ceilingStatements } from './ceiling.js';
export type { DeployScope, DeployZone } from './scope.js';

/** Rights of the deploy role, by the policy that holds them. */
export function deployPolicies(scope: DeployScope): Record<string, PolicyStatement[]> {
  return {
    network: networkStatements(scope),
    nodes: [...closedDefaultStatements(scope), ...nodeStatements(scope)],
    identity: identityStatements(scope),
    encryption: [...encryptionStatements(scope), ...taggingStatements(scope), ...secretStatements(scope)],
    data: dataStatements(scope),
    backups: backupStatements(scope),
    compute: computeStatements(scope),
    look: lookStatements(),
    delivery: deliveryStatements(scope),
  };
}
