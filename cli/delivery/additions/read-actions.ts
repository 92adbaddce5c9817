import { looksOf } from '../../../resources/attachments.js';
import { resourceTypes } from '../../../resources/index.js';

/** Actions of IAM whose name is not that of the operation. Source: the Service Authorization Reference. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  's3:GetBucketAccelerateConfiguration': 's3:GetAccelerateConfiguration',
  's3:GetBucketCors': 's3:GetBucketCORS',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:ListBucketInventoryConfigurations': 's3:GetInventoryConfiguration',
  's3control:ListAccessPoints': 's3:ListAccessPoints',
};

/** The right that an operation needs: `s3:GetBucketCORS` for `s3:GetBucketCors`. */
export function actionOf(operation: string): string {
  return NAMED_OTHERWISE[operation] ?? operation.replace(/^eventbridge:/, 'events:');
}

/** Every right that a look for additions needs, sorted. AWS' `ReadOnlyAccess` gives all of them. */
export function additionReads(): string[] {
  const looks = resourceTypes.flatMap(({ beside }) => looksOf(beside));
  return [...new Set(looks.flatMap(({ asks }) => asks.map(actionOf)))].sort();
}
