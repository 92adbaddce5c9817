import type { Rule } from './rule.js';

/**
 * Two queues on one bucket hear of different objects: S3 refuses rules whose prefix and suffix overlap.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export const eventOverlap: Rule = ({ messaging }) => {
  const sources = Object.entries(messaging?.queues ?? {}).flatMap(([name, { source }]) =>
    source ? [{ name, ...source }] : [],
  );
  return sources.flatMap((source, index) => {
    const other = sources
      .slice(0, index)
      .find(
        (each) =>
          each.bucket === source.bucket &&
          oneStarts(each.prefix, source.prefix) &&
          oneStarts(reverse(each.suffix), reverse(source.suffix)),
      );
    if (!other) return [];
    return [
      {
        path: ['messaging', 'queues', source.name, 'source'],
        message: `hears of the same objects in bucket '${source.bucket}' as queue '${other.name}', which S3 refuses`,
        hint: 'give them prefixes of which none starts with the other',
        related: [['messaging', 'queues', other.name, 'source']],
      },
    ];
  });
};

function oneStarts(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}
