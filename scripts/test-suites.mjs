/**
 * Suites that start what is slow to start (a cluster, databases, a whole sandbox), or repeat it, the longest first.
 *
 * `npm test` begins with them, so that none keeps one worker busy while the others have nothing left. `npm run test:quick`
 * leaves them out.
 */
export const SLOW_SUITES = [
  'cli/test/cluster-journey',
];
