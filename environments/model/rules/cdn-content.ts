import type { Rule } from './rule.js';

/** A CDN has something to deliver. */
export const cdnContent: Rule = ({ media }) => {
  if (!media?.cdn || Object.values(media.buckets).some(({ kind }) => kind !== 'uploads')) return [];
  return [
    {
      path: ['media', 'cdn'],
      message: 'the CDN has nothing to deliver',
      hint: "add a bucket of kind 'origin' or 'site' to media.buckets",
      related: [['media', 'buckets']],
    },
  ];
};
