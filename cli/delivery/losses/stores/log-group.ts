import { bytesText, type StoreKind } from './store-kind.js';

/** A group of logs that was promised to be kept for a time. */
export const logGroup: StoreKind = {
  label: 'log group',
  look: async ({ cloud, attributes }) => {
    const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = new CloudWatchLogs(cloud.settingsFor('logs'));
    try {
      const logGroupName = String(attributes.name);
      const { logGroups = [] } = await client.describeLogGroups({ logGroupNamePrefix: logGroupName });
      const found = logGroups.find((each) => each.logGroupName === logGroupName);
      if (!found) return undefined;
      const { logStreams = [] } = await client.describeLogStreams({
        logGroupName,
        orderBy: 'LastEventTime',
        descending: true,
        limit: 1,
      });
      const last = logStreams[0]?.lastEventTimestamp;
      const bytes = found.storedBytes ?? 0;
      // Both lag by an hour on AWS: a stream is there as soon as a line is.
      const streams = cloud.target === 'aws' ? logStreams.length : 0;
      if (bytes === 0 && last === undefined && streams === 0) return undefined;
      const newest = last === undefined ? {} : { newest: new Date(last).toISOString() };
      return { words: `${bytesText(bytes)} of log lines`, amounts: { bytes, ...newest } };
    } finally {
      client.destroy();
    }
  },
  shortens: ({ retention_in_days: before }, after) => {
    const days = after.get('retention_in_days');
    // 0 keeps them for ever.
    const shorter = typeof days === 'number' && days > 0 && (Number(before) === 0 || days < Number(before));
    return shorter ? `its lines that are older than ${days} days` : undefined;
  },
};
