import { Duration } from './values/duration.js';

/** How long earlier versions of states and records can be had back. */
export const STATE_HISTORY = Duration.days(180);

/** How long a deletion of the key can be taken back: the longest that KMS has. */
export const STATE_KEY_WINDOW = Duration.days(30);
