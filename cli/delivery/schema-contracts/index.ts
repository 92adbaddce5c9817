export { type BrokenContract, brokenContracts, contractBroken, contractText } from './check-contracts.js';
export { checkDeploy, type DeployContracts, type DeployContractsProps, releasedSchemas } from './deploy-contracts.js';
export { brokenByRollback, type RollbackContractsProps, schemasAfterRollback } from './rollback-contracts.js';
export { declaredVersions, type SchemaContracts, type SchemaVersions } from './schema-state.js';
