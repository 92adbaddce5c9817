import { quote } from '../document/quote.js';
import { firstName } from '../identity.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

const LONGEST_BUCKET = 63;

/**
 * Names that AWS would refuse: S3's length and reserved beginnings, and the prefix `aws` that SSM and IAM keep.
 * Names of other kinds are cut to their length with a digest, so they always fit.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const resourceNames: Rule = (environment) => [...platformName(environment), ...bucketNames(environment)];

function platformName({ platform }: Environment): RuleProblem[] {
  const reserved = ['aws', 'amzn', 'sthree', 'xn'].find((word) => platform === word || platform.startsWith(`${word}-`));
  if (!reserved) return [];
  return [
    { path: ['platform'], message: `${quote(platform)}: AWS keeps names that start with '${reserved}' to itself` },
  ];
}

function bucketNames({ platform, id, aws, media }: Environment): RuleProblem[] {
  return Object.entries(media?.buckets ?? {}).flatMap(([name, declared]) => {
    const bucket = [platform, id, firstName(name, declared), aws.accountId].join('-');
    if (bucket.length <= LONGEST_BUCKET) return [];
    const excess = bucket.length - LONGEST_BUCKET;
    return [
      {
        path: ['media', 'buckets', name],
        message: `the bucket '${bucket}' has ${bucket.length} characters; S3 allows ${LONGEST_BUCKET}`,
        hint: `make the name at least ${excess} shorter`,
        related: [['platform'], ['aws', 'accountId']],
      },
    ];
  });
}
