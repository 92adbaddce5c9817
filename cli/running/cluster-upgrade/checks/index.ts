import type { UpgradeFinding } from '../upgrade-result.js';
import { checkApis } from './apis.js';
import { checkBudgets, checkCanaries, checkPods } from './drain.js';
import { checkAddresses, checkCapacity } from './room.js';
import { checkAddons, checkControllers, checkInsights } from './software.js';
import type { UpgradeView } from './upgrade-view.js';
import { checkSkew, checkVersion } from './versions.js';

const CHECKS = [
  checkVersion,
  checkSkew,
  checkApis,
  checkAddons,
  checkControllers,
  checkBudgets,
  checkPods,
  checkCanaries,
  checkCapacity,
  checkAddresses,
  checkInsights,
] as const;

/** Runs every check, in the order in which they are told. */
export function runChecks(view: UpgradeView): UpgradeFinding[] {
  return CHECKS.flatMap((check) => check(view));
}
