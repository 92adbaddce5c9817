import type { Rule } from './rule.js';

/**
 * Storage can grow: the maximum is the initial size (no growth) or at least 10 % above it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
export const storageSize: Rule = ({ data }) =>
  Object.entries(data?.postgres ?? {}).flatMap(([name, { storageGiB }]) => {
    const { initial, max } = storageGiB;
    const path = ['data', 'postgres', name, 'storageGiB', 'max'];
    const related = [['data', 'postgres', name, 'storageGiB', 'initial']];
    if (max < initial) return [{ path, message: `max ${max} GiB is below initial ${initial} GiB`, related }];
    const least = Math.ceil((initial * 11) / 10);
    if (max === initial || max >= least) return [];
    const message = `max ${max} GiB must be at least 10 % above initial ${initial} GiB: ${least}, or equal to it for no growth`;
    return [{ path, message, related }];
  });
