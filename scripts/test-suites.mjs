/**
 * Suites that start what is slow to start (clusters, whole sandboxes), or do it over and over: the longest first.
 *
 * `npm test` begins with them, so that none of them is what one worker is left with. `npm run test:quick` leaves them out.
 * A suite that moved is taken for a quick one: that costs time and nothing else, and a test says so.
 */
export const SLOW_SUITES = [
  'cli/test/cluster-journey',
  'cli/test/kill-points',
  'charts/test/install',
  'cli/test/journey',
  'cli/test/emulator-kills',
  'cli/test/losses',
  'cli/delivery/canary/test/real-hold',
  'cli/delivery/services/test/real-cluster',
  'cli/data/backups/test/real-cluster',
  'cli/running/day-two/test/real-cluster',
  'sandbox/cluster/test/control-plane',
  'cli/delivery/rollback/test/rollback-sandbox',
];
