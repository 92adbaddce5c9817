/**
 * Suites that start what is slow to start (clusters, whole sandboxes), or do it over and over: the longest first.
 *
 * `npm test` begins with them, so that none of them is what one worker is left with. `npm run test:quick` leaves them out.
 * A suite that moved is taken for a quick one: that costs time and nothing else, and a test says so.
 */
export const SLOW_SUITES = [
  'cli/test/cluster-journey',
  'charts/test/install',
  'cli/test/kill-points',
  'cli/delivery/canary/test/real-hold',
  'cli/test/losses',
  'cli/test/journey',
  'cli/data/backups/test/plan-after-restore',
  'cli/insight/drift/test/drift-sandbox',
  'cli/test/emulator-kills',
  'cli/delivery/services/test/real-cluster',
  'sandbox/cluster/test/control-plane',
  'cli/running/day-two/test/real-cluster',
  'sandbox/aws/test/emulator/emulator',
  'sandbox/aws/test/emulator/confined',
  'cli/data/backups/test/real-cluster',
  'cli/test/strangers',
  'sandbox/databases/test/databases',
  'cli/data/backups/test/sandbox',
  'cli/test/bootstrap',
  'cli/delivery/cluster-objects/baseline/test/apply-baseline',
  'cli/delivery/rollback/test/rollback-sandbox',
  'sandbox/aws/test/handlers/wafv2/wafv2',
  'sandbox/aws/test/handlers/rds/db-instance',
  'cli/data/backups/test/proof-of-databases',
  'sandbox/databases/test/restores',
  'cli/test/forged-ledger',
  'sandbox/databases/test/killed-emulator',
];
