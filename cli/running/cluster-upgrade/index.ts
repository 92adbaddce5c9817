export { type UpgradeOptions, upgradeCluster } from './upgrade-cluster.js';
export { UPGRADE_CHECKS, type UpgradeFinding, type UpgradeResult, type UpgradeStep } from './upgrade-result.js';
