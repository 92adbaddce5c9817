import { BacklotError } from '../../../modules/values/backlot-error.js';
import { deleteVersions } from '../../adapters/aws/index.js';
import type { ReportedError } from '../../kernel/reported-error.js';
import { reportError } from '../../kernel/reported-error.js';
import type { Session } from '../../session/open/session.js';
import type { DataStore } from './data-store.js';

/** Deletes all that the buckets hold, earlier versions too; what goes wrong is returned. */
export async function emptyBuckets(
  { cloud, environment, progress }: Session,
  buckets: readonly DataStore[],
): Promise<ReportedError | undefined> {
  if (buckets.length === 0) return undefined;
  const { S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client(cloud.settingsFor('s3'));
  try {
    for (const { name } of buckets) {
      progress.emit({ type: 'note', level: 'info', message: `deleting all objects of '${name}'` });
      await deleteVersions(client, name).catch((cause: Error) => {
        throw new BacklotError({
          code: 'BucketNotEmptied',
          message: `the bucket '${name}' could not be emptied: ${cause.message}`,
          source: 'upstream',
          actions: [`backlot destroy ${environment.id} --with-data`],
          cause,
        });
      });
    }
    return undefined;
  } catch (error) {
    return reportError(error);
  } finally {
    client.destroy();
  }
}
