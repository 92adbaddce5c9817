import { suggestion } from '../document/nearest-word.js';
import type { Path } from '../document/path.js';
import type { Rule, RuleProblem } from './rule.js';

/** Queues and providers use buckets that exist and that are for uploads; providers have somewhere to upload to. */
export const uploadSources: Rule = ({ media, messaging }) => {
  if (!messaging) return [];
  const { queues, providers, providerUploads } = messaging;
  const uploads = ['messaging', 'providerUploads'];
  const buckets = Object.entries(media?.buckets ?? {});
  const bucketProblem = (path: Path, wanted: string): RuleProblem[] => {
    const bucket = buckets.find(([name]) => name === wanted)?.[1];
    const related = [['media', 'buckets']];
    if (!bucket) {
      const hint = suggestion(
        wanted,
        buckets.map(([name]) => name),
      );
      return [{ path, message: `there is no bucket '${wanted}' in media.buckets`, hint, related }];
    }
    if (bucket.kind === 'uploads') return [];
    const hint = "name a bucket of kind 'uploads'";
    return [
      { path, message: `bucket '${wanted}' is of kind '${bucket.kind}', which nobody uploads to`, hint, related },
    ];
  };
  return [
    ...Object.entries(queues).flatMap(([name, { source, notifyProviders }]) => {
      const path = ['messaging', 'queues', name];
      return [
        ...(source ? bucketProblem([...path, 'source', 'bucket'], source.bucket) : []),
        ...(notifyProviders && !source
          ? [{ path: [...path, 'notifyProviders'], message: 'needs source: the key of an object names its provider' }]
          : []),
        ...(notifyProviders && !providerUploads
          ? [{ path: [...path, 'notifyProviders'], message: 'needs messaging.providerUploads', related: [uploads] }]
          : []),
      ];
    }),
    ...(providerUploads ? bucketProblem([...uploads, 'bucket'], providerUploads.bucket) : []),
    ...(providerUploads && !/^([\w.-]+\/)+$/.test(providerUploads.prefix)
      ? [{ path: [...uploads, 'prefix'], message: `'${providerUploads.prefix}' must be a folder that ends with /` }]
      : []),
    ...(Object.keys(providers).length > 0 && !providerUploads
      ? [{ path: ['messaging', 'providers'], message: 'providers need messaging.providerUploads', related: [uploads] }]
      : []),
  ];
};
