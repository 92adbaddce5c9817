import { Duration } from '../../../modules/values/duration.js';
import type { Rule } from './rule.js';

const SHORTEST_COLD = Duration.days(90);

/**
 * Objects that turn cold stay so for the 90 days that Glacier Instant Retrieval bills at least.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const bucketLifecycle: Rule = ({ media }) =>
  Object.entries(media?.buckets ?? {}).flatMap(([name, { expire, coldAfter }]) => {
    if (expire === undefined || coldAfter === undefined) return [];
    const least = Duration.days(Duration.parse(coldAfter).toDays() + SHORTEST_COLD.toDays());
    if (Duration.parse(expire).toDays() >= least.toDays()) return [];
    return [
      {
        path: ['media', 'buckets', name, 'expire'],
        message: `must be at least ${least}, not ${expire}: what turns cold after ${coldAfter} is billed for ${SHORTEST_COLD}`,
        hint: 'remove coldAfter, or keep the objects longer',
        related: [['media', 'buckets', name, 'coldAfter']],
      },
    ];
  });
