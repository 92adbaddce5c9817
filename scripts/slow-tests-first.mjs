import Sequencer from '@jest/test-sequencer';
import { SLOW_SUITES } from './test-suites.mjs';

/** Order of the suites: the slow ones first, then as jest would. */
export default class SlowTestsFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = SLOW_SUITES.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at < 0 ? SLOW_SUITES.length : at;
    };
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
}
