import Sequencer from '@jest/test-sequencer';

/**
 * Suites that wait for real programs, the longest first: begun last, one of them would keep one worker busy while the
 * others have nothing left. A suite that moved is in its usual place again, which costs time and nothing else.
 */
const SLOW = [
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

/** Order of the suites: the slow ones first, then as jest would. */
export default class SlowTestsFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = SLOW.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at < 0 ? SLOW.length : at;
    };
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
}
